#!/usr/bin/env python3
# The README's picture of the gallery, from the built page. Usage: picture.py SITE FILE.
import sys

from page import Page

page = Page(sys.argv[1], 1280, 1000)
try:
    page.show(screen="codes_row")
    page.picture(sys.argv[2])
finally:
    page.close()
