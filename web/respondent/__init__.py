"""The respondent's way: consent, pages, review, thanks, taking back."""
