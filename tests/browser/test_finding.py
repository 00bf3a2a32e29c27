"""Readers find the pages: at old addresses too."""

from __future__ import annotations

from playwright.sync_api import BrowserContext


def test_page_that_moved_leads_to_where_it_is(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    page.goto(f"{site}/book/index.html?a=1#how-to-read-it")
    page.wait_for_url(f"{site}/index.html?a=1#how-to-read-it")


def test_page_that_moved_leads_there_without_scripts(browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/book/index.html")
    page.wait_for_url(f"{site}/index.html")
    context.close()
