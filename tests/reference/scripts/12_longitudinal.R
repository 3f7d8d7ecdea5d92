source("scripts/lib.R")
pd <- kept("data/poldem.csv", lavaan::PoliticalDemocracy)
start("longitudinal", "data/poldem.csv", "lavaan::PoliticalDemocracy (Bollen 1989)", "GPL (>= 2), as part of the R package lavaan", "pd <- read.csv('data/poldem.csv')", "democracy measured in 1960 (y1-y4) and 1965 (y5-y8)")
res <- "\ny1 ~~ y5\ny2 ~~ y6\ny3 ~~ y7\ny4 ~~ y8"
suite_longinv("dem", "res <- '\ny1 ~~ y5\ny2 ~~ y6\ny3 ~~ y7\ny4 ~~ y8'; d <- pd; m_conf <- paste('d60 =~ y1 + y2 + y3 + y4\nd65 =~ y5 + y6 + y7 + y8', res); m_metric <- paste('d60 =~ y1 + a*y2 + b*y3 + c*y4\nd65 =~ y5 + a*y6 + b*y7 + c*y8', res); m_scalar <- paste(m_metric, '\ny1 ~ i1*1\ny5 ~ i1*1\ny2 ~ i2*1\ny6 ~ i2*1\ny3 ~ i3*1\ny7 ~ i3*1\ny4 ~ i4*1\ny8 ~ i4*1\nd65 ~ 1')")
finish()
