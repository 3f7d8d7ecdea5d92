"""The one builder: from the facts of a survey, whatever the tool, to the files of a draft instrument."""
