# Socialt bokslut as code. `make help` lists the targets.
# Values reach the programs through the environment, never through the shell.
override YEAR := $(value YEAR)
override EDITION := $(value EDITION)
override SOURCES := $(value SOURCES)
override AGAINST := $(value AGAINST)
override BY := $(value BY)
override REVISION := $(value REVISION)
override BUNDLE := $(value BUNDLE)
override N := $(value N)
override SEED := $(value SEED)
override FILE := $(value FILE)
override NAME := $(value NAME)
override FOLDER := $(value FOLDER)
override MEASURE := $(value MEASURE)
override DECIDED := $(value DECIDED)
override INCOMPLETE := $(value INCOMPLETE)
override HASH := $(value HASH)
override SIGNERS := $(value SIGNERS)
override INTERVENTION := $(value INTERVENTION)
override URL := $(value URL)
override ROOT := $(value ROOT)
override ASSOCIATIONS := $(value ASSOCIATIONS)
override YEARS := $(value YEARS)
override PARTICIPATIONS := $(value PARTICIPATIONS)
override SCHEDULER := $(value SCHEDULER)
override FORMS := $(value FORMS)
override OUTLIER := $(value OUTLIER)
override VARIATION := $(value VARIATION)
override ASSOCIATION := $(value ASSOCIATION)
export YEAR EDITION SOURCES AGAINST BY REVISION BUNDLE N SEED FILE DECIDED INCOMPLETE HASH SIGNERS INTERVENTION URL
export MEASURE ROOT ASSOCIATIONS YEARS PARTICIPATIONS OUTLIER VARIATION SCHEDULER FORMS
export NAME FOLDER

# What is said to make alone: the system has a variable of that name too.
export SOCIALT_BOKSLUT_LANGUAGE := $(if $(filter command,$(origin LANGUAGE)),$(value LANGUAGE))

# Another association is another folder with data/ and reports/: ASSOCIATION=folder, or its name in associations/ (or ROOT).
ifneq ($(ASSOCIATION),)
export SOCIALT_BOKSLUT_WORKSPACE := $(ASSOCIATION)
endif

# The project runs its own code, whatever environment .venv is, and Python is told nothing else.
export PYTHONPATH := $(CURDIR)/src
unexport $(filter-out PYTHON PYTHONPATH,$(filter PYTHON%,$(.VARIABLES)))
unexport PIP_TARGET PIP_PREFIX PIP_ROOT PIP_USER GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
ifeq ($(wildcard src/helpers/__main__.py),)
$(error Kommandot måste ges i projektets mapp, där Makefile ligger: cd dit, eller make -C mappen)
endif
ifneq ($(findstring :,$(CURDIR)),)
$(error Mappens sökväg innehåller ett kolon, och Python kan inte söka program där. Ge mappen ett namn utan kolon)
endif

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
RUN := $(VENV)/bin/python
READY := $(VENV)/.ready
SITE := $(VENV)/lib/python3.11/site-packages
OWN_CODE := $(SITE)/socialt-bokslut.pth
INSTALLED := $(VENV)/requirements.lock
BROWSER_TOOLS := tests/browser/node_modules/.package-lock.json

.DEFAULT_GOAL := help
.PHONY: help setup report annual-report final-report forms portal national check audit diff accept-changes adopt bundle check-bundle sample clear-text fetch-hae forget lab new-year reconstruct synthetic compared check-published test long-tests browser-tests bench lint format accept lock clean exchange association receive

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sort | while IFS=: read -r name rest; do printf '  make %-18s %s\n' "$$name" "$${rest#*## }"; done

setup: $(READY) ## Set up the environment from the hash-locked file (the other targets do it by themselves), anew where it is broken
	@$(RUN) -P -c 'import sys; from helpers.machine import installed; sys.exit(bool(installed.said()))' || { rm -f $(READY) $(INSTALLED); $(MAKE) --no-print-directory $(READY); }

# The pip that installs is the one that Python brings with it: nothing is downloaded to download with, and no package's code is run
# to install it (wheels only, each of a known hash).
# Ready is an environment with the libraries of just this lock file, whatever the times of a copy's files are; of one that an
# earlier version made, which kept no copy of the lock file, the times are all that is known.
SAME := $(shell cmp -s requirements.lock $(INSTALLED) && echo same)
$(READY): $(if $(wildcard $(INSTALLED)),$(if $(SAME),,anew),requirements.lock)
	@"$(PYTHON)" -P -c 'import sys; from helpers.machine import installed; sys.exit(installed.old_python() or 0)' || { echo 'Python 3.11 behövs: make report PYTHON=/sökväg/till/python3.11' >&2; exit 1; }
	rm -rf $(VENV)
	@"$(PYTHON)" -I -m venv $(VENV) || { rm -rf $(VENV); echo 'Miljön kunde inte skapas. Saknas venv (Debian, Ubuntu: apt install python3.11-venv), eller rätt att skriva i mappen?' >&2; exit 1; }
	@$(RUN) -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r requirements.lock || { echo 'Biblioteken kunde inte hämtas. Första gången behövs nätet; ge sedan samma kommando igen.' >&2; exit 1; }
	@echo ../../../../src > $(OWN_CODE)
	@$(RUN) -I -c 'import helpers.pages.chart_outcomes'
	@cp requirements.lock $(INSTALLED)
	@touch $(READY)

# The environment finds the code by a path from itself, so that a copied or moved folder runs its own. One that an earlier version
# made holds it by the whole path, which is another folder's in a copy: it is made anew.
# So is one whose Python is not on this computer.
ifneq ($(wildcard $(SITE)/__editable__*socialt* $(OWN_CODE))$(shell test -x $(RUN) || echo absent),$(OWN_CODE))
$(READY): anew
endif
.PHONY: anew
anew:

report: $(READY) ## Make every report of a year: make report YEAR=2019 (in English, in reports/en: LANGUAGE=en)
	@$(RUN) -P -m helpers report

annual-report: $(READY) ## Make a year's reports and say what its annual report lacks: make annual-report YEAR=2019
	@$(RUN) -P -m helpers annual-report

final-report: $(READY) ## Make the page of an intervention's final report: make final-report INTERVENTION=enter (the last year that has it, or YEAR=2015)
	@$(RUN) -P -m helpers final-report

forms: $(READY) ## Make a year's account in the forms people use (tables for a spreadsheet): make forms YEAR=2019 (in English, in reports/en: LANGUAGE=en)
	@$(RUN) -P -m helpers forms

portal: $(READY) ## Make the page over all years that have reports: reports/index.html (make report does too)
	@$(RUN) -P -m helpers portal

national: $(READY) ## Make every year of every association below a folder: make national ROOT=folder YEARS=2015-2024 (on a cluster: SCHEDULER=tcp://host:8786; without pages: FORMS=facts)
	@$(RUN) -P -m helpers national

check: $(READY) ## Check what was delivered; a page and a marked-up list back to each sender: make check YEAR=2019
	@$(RUN) -P -m helpers check

audit: $(READY) ## Make a year again in a clean place and compare it with what is adopted: make audit YEAR=2019 (without YEAR: all)
	@$(RUN) -P -m helpers audit

diff: $(READY) ## Say what moved since an earlier run: make diff YEAR=2019 AGAINST=folder (or a commit)
	@$(RUN) -P -m helpers diff

accept-changes: $(READY) ## Accept what has changed since the last accepted run: make accept-changes YEAR=2019 BY=initials (a part: FILE=participants/vannas.xlsx or MEASURE=total)
	@$(RUN) -P -m helpers accept-changes

adopt: $(READY) ## Freeze a year after the board's decision: make adopt YEAR=2019 BY=initials DECIDED=2020-03-20 (parts missing: INCOMPLETE="reason"; a new revision: REVISION="reason")
	@$(RUN) -P -m helpers adopt

bundle: $(READY) ## Write a pseudonymised folder that derives a year's facts anew: make bundle YEAR=2019
	@$(RUN) -P -m helpers bundle

check-bundle: $(READY) ## Derive a bundle's facts anew with this code: make check-bundle BUNDLE=folder
	@$(RUN) -P -m helpers check-bundle

association: $(READY) ## Set up the folder of an association that has none: make association NAME=uppsala (YEAR=2020, ROOT=folder)
	@$(RUN) -P -m helpers association

receive: $(READY) ## Receive what another association has sent (make exchange): make receive FOLDER=folder (of a national body: ROOT=folder)
	@$(RUN) -P -m helpers receive

exchange: $(READY) ## Write the folder that may leave the house, without small counts of people: make exchange YEAR=2019
	@$(RUN) -P -m helpers exchange

sample: $(READY) ## Draw vouchers to test, with a working paper: make sample YEAR=2019 N=25 (the same again: SEED=number)
	@$(RUN) -P -m helpers sample

clear-text: $(READY) ## Let a free text be shown after somebody has read it: make clear-text YEAR=2019 FILE=examples/3.4-1.md BY=initials, and again with the HASH it gives
	@$(RUN) -P -m helpers clear-text

fetch-hae: $(READY) ## Ask a PxWeb database for a year's helårsekvivalenter, where the year has none: make fetch-hae YEAR=2019 URL=https://…
	@$(RUN) -P -m helpers fetch-hae

forget: $(READY) ## Remove what a year's runs have left that tells of persons, not what was delivered: make forget YEAR=2019
	@$(RUN) -P -m helpers forget

lab: $(READY) ## Open the notebooks in JupyterLab (makes the tables they start from first)
	@$(RUN) -P -m helpers lab
	$(RUN) -m jupyterlab notebooks

new-year: $(READY) ## Write a new year's definitions from the last one, and what to hand out: make new-year YEAR=2020
	@$(RUN) -P -m helpers new-year

reconstruct: $(READY) ## Rebuild the shipped, reconstructed raw years byte for byte
	@$(RUN) -P -m helpers reconstruct

synthetic: $(READY) ## Write invented associations, each a folder that reports can be made of: make synthetic ROOT=folder ASSOCIATIONS=80 YEARS=2015-2024 SEED=1
	@$(RUN) -P -m helpers synthetic

compared: $(READY) ## Say of each year with reports how many printed figures are reproduced, declared, differ or cannot be derived
	@$(RUN) -P -m helpers compared

check-published: $(READY) ## Prove that every printed figure stands in the sources: make check-published SOURCES=folder
	@$(RUN) -P -m helpers check-published

test: $(READY) ## Run every test, on every processor
	$(RUN) -m pytest -n logical --dist loadgroup -m 'not long'

long-tests: $(READY) ## Run what takes long: kills at many moments, runs without forking (CI does; make test does not)
	$(RUN) -m pytest -n logical --dist loadgroup -m long

browser-tests: $(READY) $(BROWSER_TOOLS) ## Open every page that is made in a real browser (needs chromium, java and npm)
	BROWSER_TESTS=required $(RUN) -m pytest tests/pages/test_pages.py

$(BROWSER_TOOLS): tests/browser/package.json tests/browser/package-lock.json
	@command -v npm >/dev/null || { echo 'npm behövs: apt-get install npm'; exit 1; }
	npm --prefix tests/browser ci --ignore-scripts --no-audit --no-fund
	@touch $@

bench: $(READY) ## Measure every ratio with its peers and write docs/performance.md (one round, told only: make bench QUICK=1)
	@$(RUN) -m benchmarks

lint: $(READY) ## Check style, types, stripped notebooks and that git holds no personal data
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(RUN) -m nbstripout --keep-id --verify notebooks/*.ipynb
	@$(RUN) -P -m helpers check-tracked

format: $(READY) ## Format code and notebooks, strip notebook outputs
	$(RUN) -m ruff check --fix .
	$(RUN) -m ruff format .
	$(RUN) -m nbstripout --keep-id notebooks/*.ipynb

accept: $(READY) ## Accept the facts as they are now as the expected ones (tests and shipped years); read the diff afterwards
	ACCEPT=1 $(RUN) -m pytest -q tests/test_golden.py
	@for year in 2015 2017 2018 2019; do YEAR=$$year $(RUN) -P -m helpers report || exit 1; done

lock: ## Resolve the dependencies anew (maintainers; needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --extra test pyproject.toml -o requirements.lock

clean: ## Remove what can be rebuilt (not the environment)
	rm -rf data/processed
