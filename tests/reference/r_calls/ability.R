# The calls of docs/validate-json.md on right and wrong answers: 16 items of ability.
responses <- read.csv("data/ability.csv")
subscales <- list(ability = names(responses))
subscale <- subscales$ability
reversed <- character()
low <- 0
high <- 1
least <- 1
group_factors <- 4
group <- "reason.4"
criterion <- "letter.7"
weight <- "letter.7"
source("r_calls/vocabulary.R", local = TRUE)
