"""The book built in surroundings that are none of its making: ``make hostile``.

A build ends well, or says what is wrong; and what stands in ``_build/html`` is at any time a
whole site, byte by byte. `checkout` holds what a build needs, `cases` the surroundings.
"""
