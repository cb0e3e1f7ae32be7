# Paste this into quickstart's Makefile, and set MEDIUM_POST_ON = "deploy" in publishconf.py.
# A plain server:  make rsync_upload medium
# By hand:         make publish, upload, make medium
medium:
	pelican-medium -s "$(PUBLISHCONF)" post --wait 600; status=$$?; \
	git add medium_ledger.json; \
	git diff --cached --quiet || git commit -qm "Record what went to Medium"; \
	exit $$status

.PHONY: medium
