# The calls of docs/validate-json.md and of a study's methods on lq2002: 49 companies, three subscales, no gaps.
responses <- read.csv("data/lq2002.csv")
subscales <- list(leadership = sprintf("LEAD%02d", 1:11), significance = sprintf("TSIG%02d", 1:3),
                  hostility = sprintf("HOSTIL%02d", 1:5))
subscale <- subscales$leadership
reversed <- character()
low <- 1
high <- 5
least <- 8
group <- "COMPID"
criterion <- "HOSTILE"
weight <- "HOSTILE"
group_factors <- 3
source("r_calls/vocabulary.R", local = TRUE)
