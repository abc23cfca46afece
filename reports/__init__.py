"""Reports: values in, text out. Pure.

The store fills the frozen records of `reports.records`; `reports.weekly` and `reports.study` turn them
into sentences, figures and pictures; `pages`, `letters` and `attachments` print them.
"""
