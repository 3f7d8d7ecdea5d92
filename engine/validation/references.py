"""Sources of the methods a study uses, beside those of the rules of thumb in `psychometrics.literature`."""

from typing import Final

from psychometrics.literature import Citation

COSMIN: Final = Citation(
    "Prinsen et al., 2018",
    "Prinsen, C. A. C., Mokkink, L. B., Bouter, L. M., Alonso, J., Patrick, D. L., de Vet, H. C. W., & Terwee, C. B. "
    "(2018). COSMIN guideline for systematic reviews of patient-reported outcome measures. Quality of Life "
    "Research, 27(5), 1147-1157.",
    "10.1007/s11136-018-1798-3",
)
STANDARDS: Final = Citation(
    "AERA, APA, & NCME, 2014",
    "American Educational Research Association, American Psychological Association, & National Council on "
    "Measurement in Education. (2014). Standards for educational and psychological testing. American Educational "
    "Research Association.",
)
CRONBACH: Final = Citation(
    "Cronbach, 1951",
    "Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika, 16(3), 297-334.",
    "10.1007/BF02310555",
)
FELDT: Final = Citation(
    "Feldt et al., 1987",
    "Feldt, L. S., Woodruff, D. J., & Salih, F. A. (1987). Statistical inference for coefficient alpha. Applied "
    "Psychological Measurement, 11(1), 93-103.",
    "10.1177/014662168701100107",
)
MCDONALD: Final = Citation(
    "McDonald, 1999", "McDonald, R. P. (1999). Test theory: A unified treatment. Lawrence Erlbaum."
)
ZINBARG: Final = Citation(
    "Zinbarg et al., 2005",
    "Zinbarg, R. E., Revelle, W., Yovel, I., & Li, W. (2005). Cronbach's alpha, Revelle's beta, and McDonald's "
    "omega-h: Their relations with each other and two alternative conceptualizations of reliability. "
    "Psychometrika, 70(1), 123-133.",
    "10.1007/s11336-003-0974-7",
)
GUTTMAN: Final = Citation(
    "Guttman, 1945",
    "Guttman, L. (1945). A basis for analyzing test-retest reliability. Psychometrika, 10(4), 255-282.",
    "10.1007/BF02288892",
)
ZUMBO: Final = Citation(
    "Zumbo et al., 2007",
    "Zumbo, B. D., Gadermann, A. M., & Zeisser, C. (2007). Ordinal versions of coefficients alpha and theta for "
    "Likert rating scales. Journal of Modern Applied Statistical Methods, 6(1), 21-29.",
    "10.22237/jmasm/1177992180",
)
OLSSON: Final = Citation(
    "Olsson, 1979",
    "Olsson, U. (1979). Maximum likelihood estimation of the polychoric correlation coefficient. Psychometrika, "
    "44(4), 443-460.",
    "10.1007/BF02296207",
)
BRENNAN: Final = Citation(
    "Brennan, 1998",
    "Brennan, R. L. (1998). Raw-score conditional standard errors of measurement in generalizability theory. "
    "Applied Psychological Measurement, 22(4), 307-331.",
    "10.1177/014662169802200401",
)
LITTLE: Final = Citation(
    "Little, 1988",
    "Little, R. J. A. (1988). A test of missing completely at random for multivariate data with missing values. "
    "Journal of the American Statistical Association, 83(404), 1198-1202.",
    "10.1080/01621459.1988.10478722",
)
HORN: Final = Citation(
    "Horn, 1965",
    "Horn, J. L. (1965). A rationale and test for the number of factors in factor analysis. Psychometrika, 30(2), "
    "179-185.",
    "10.1007/BF02289447",
)
VELICER: Final = Citation(
    "Velicer, 1976",
    "Velicer, W. F. (1976). Determining the number of components from the matrix of partial correlations. "
    "Psychometrika, 41(3), 321-327.",
    "10.1007/BF02293557",
)
HARMAN: Final = Citation(
    "Harman & Jones, 1966",
    "Harman, H. H., & Jones, W. H. (1966). Factor analysis by minimizing residuals (minres). Psychometrika, 31(3), "
    "351-368.",
    "10.1007/BF02289468",
)
JENNRICH: Final = Citation(
    "Jennrich, 2002",
    "Jennrich, R. I. (2002). A simple general method for oblique rotation. Psychometrika, 67(1), 7-19.",
    "10.1007/BF02294706",
)
BLIESE: Final = Citation(
    "Bliese, 2000",
    "Bliese, P. D. (2000). Within-group agreement, non-independence, and reliability: Implications for data "
    "aggregation and analysis. In K. J. Klein & S. W. J. Kozlowski (Eds.), Multilevel theory, research, and "
    "methods in organizations (pp. 349-381). Jossey-Bass.",
)
PATTERSON: Final = Citation(
    "Patterson & Thompson, 1971",
    "Patterson, H. D., & Thompson, R. (1971). Recovery of inter-block information when block sizes are unequal. "
    "Biometrika, 58(3), 545-554.",
    "10.1093/biomet/58.3.545",
)
JAMES: Final = Citation(
    "James et al., 1984",
    "James, L. R., Demaree, R. G., & Wolf, G. (1984). Estimating within-group interrater reliability with and "
    "without response bias. Journal of Applied Psychology, 69(1), 85-98.",
    "10.1037/0021-9010.69.1.85",
)
LINDELL: Final = Citation(
    "Lindell et al., 1999",
    "Lindell, M. K., Brandt, C. J., & Whitney, D. J. (1999). A revised index of interrater agreement for multi-item "
    "ratings of a single target. Applied Psychological Measurement, 23(2), 127-135.",
    "10.1177/01466219922031257",
)
BURKE: Final = Citation(
    "Burke & Dunlap, 2002",
    "Burke, M. J., & Dunlap, W. P. (2002). Estimating interrater agreement with the average deviation index: A "
    "user's guide. Organizational Research Methods, 5(2), 159-172.",
    "10.1177/1094428102005002002",
)
WELCH: Final = Citation(
    "Welch, 1951",
    "Welch, B. L. (1951). On the comparison of several mean values: An alternative approach. Biometrika, 38(3/4), "
    "330-336.",
    "10.1093/biomet/38.3-4.330",
)
MCGRAW: Final = Citation(
    "McGraw & Wong, 1996",
    "McGraw, K. O., & Wong, S. P. (1996). Forming inferences about some intraclass correlation coefficients. "
    "Psychological Methods, 1(1), 30-46.",
    "10.1037/1082-989X.1.1.30",
)
LIN: Final = Citation(
    "Lin, 1989",
    "Lin, L. I.-K. (1989). A concordance correlation coefficient to evaluate reproducibility. Biometrics, 45(1), "
    "255-268.",
    "10.2307/2532051",
)
JACOBSON: Final = Citation(
    "Jacobson & Truax, 1991",
    "Jacobson, N. S., & Truax, P. (1991). Clinical significance: A statistical approach to defining meaningful "
    "change in psychotherapy research. Journal of Consulting and Clinical Psychology, 59(1), 12-19.",
    "10.1037/0022-006X.59.1.12",
)
PENG: Final = Citation(
    "Peng & Subkoviak, 1980",
    "Peng, C.-Y. J., & Subkoviak, M. J. (1980). A note on Huynh's normal approximation procedure for estimating "
    "criterion-referenced reliability. Journal of Educational Measurement, 17(4), 359-368.",
    "10.1111/j.1745-3984.1980.tb00837.x",
)
KELLEY: Final = Citation(
    "Kelley & Pornprasertmanit, 2016",
    "Kelley, K., & Pornprasertmanit, S. (2016). Confidence intervals for population reliability coefficients: "
    "Evaluation of methods, recommendations, and software for composite measures. Psychological Methods, 21(1), "
    "69-92.",
    "10.1037/a0040086",
)
