"""The ready code for a page that shows nobody at night stands in the report, as text."""

import dataclasses

import sample

from reports.pages import weekly_page

CODE = '<a class="phone-now" href="tel:+7">8 (812)</a><script>show();</script>'


def test_the_snippet_is_shown_where_there_is_one():
    data = sample.full()
    [line, *rest] = data.off_hours
    with_code = dataclasses.replace(data, off_hours=(dataclasses.replace(line, snippet=CODE), *rest))
    for language, said in (
        ("en", "Ready for the page of avtomir.example"),
        ("ru", "Готовый код для страницы avtomir.example"),
    ):
        page = weekly_page(with_code, language)
        assert said in page
        assert "&lt;script&gt;show();" in page
        assert "<script>show();" not in page
        assert said not in weekly_page(data, language)
