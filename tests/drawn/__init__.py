"""What the panels draw, read as a reader reads it and compared with nnbook.

The views run in Node, on a document without a browser (`scene`). From what stands there the
axes are recovered by their ticks, and what is drawn between them is held to what nnbook
computes (`marks`): a module of each panel's name says what that is.
"""
