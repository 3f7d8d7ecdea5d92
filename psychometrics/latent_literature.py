"""Sources of models with latent variables, at one level and at two; those of all else are in `literature`."""

from psychometrics.literature import Citation

MUTHEN = Citation(
    "Muthén, 1994",
    "Muthén, B. O. (1994). Multilevel covariance structure analysis. Sociological Methods & Research, 22(3), 376-398.",
    "10.1177/0049124194022003006",
)
GELDHOF = Citation(
    "Geldhof, Preacher & Zyphur, 2014",
    "Geldhof, G. J., Preacher, K. J., & Zyphur, M. J. (2014). Reliability estimation in a multilevel confirmatory "
    "factor analysis framework. Psychological Methods, 19(1), 72-91.",
    "10.1037/a0032138",
)
LAI = Citation(
    "Lai, 2021",
    "Lai, M. H. C. (2021). Composite reliability of multilevel data: It's about observed scores and construct "
    "meanings. Psychological Methods, 26(1), 90-102.",
    "10.1037/met0000287",
)
RAYKOV = Citation(
    "Raykov, 2001",
    "Raykov, T. (2001). Estimation of congeneric scale reliability using covariance structure analysis with nonlinear "
    "constraints. British Journal of Mathematical and Statistical Psychology, 54(2), 315-323.",
    "10.1348/000711001159582",
)
