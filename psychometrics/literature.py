"""Sources, each once, for a sentence (`short`) and for a list of references (`full`).

First those of the rules of thumb, then those of the methods.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citation:
    """A source: `short` for a sentence, `full` for the list of references; `doi` empty for a book."""

    short: str
    full: str
    doi: str = ""


TERWEE = Citation(
    "Terwee et al., 2007",
    "Terwee, C. B., Bot, S. D. M., de Boer, M. R., van der Windt, D. A. W. M., Knol, D. L., Dekker, J., Bouter, "
    "L. M., & de Vet, H. C. W. (2007). Quality criteria were proposed for measurement properties of health "
    "status questionnaires. Journal of Clinical Epidemiology, 60(1), 34-42.",
    "10.1016/j.jclinepi.2006.03.012",
)
REISE = Citation(
    "Reise et al., 2013",
    "Reise, S. P., Bonifay, W. E., & Haviland, M. G. (2013). Scoring and modeling psychological measures in the "
    "presence of multidimensionality. Journal of Personality Assessment, 95(2), 129-140.",
    "10.1080/00223891.2012.725437",
)
KAISER = Citation(
    "Kaiser, 1974",
    "Kaiser, H. F. (1974). An index of factorial simplicity. Psychometrika, 39(1), 31-36.",
    "10.1007/BF02291575",
)
LEBRETON = Citation(
    "LeBreton & Senter, 2008",
    "LeBreton, J. M., & Senter, J. L. (2008). Answers to 20 questions about interrater reliability and "
    "interrater agreement. Organizational Research Methods, 11(4), 815-852.",
    "10.1177/1094428106296642",
)
WOEHR = Citation(
    "Woehr et al., 2015",
    "Woehr, D. J., Loignon, A. C., Schmidt, P. B., Loughry, M. L., & Ohland, M. W. (2015). Justifying "
    "aggregation with consensus-based constructs: A review and examination of cutoff values for common "
    "aggregation indices. Organizational Research Methods, 18(4), 704-737.",
    "10.1177/1094428115582090",
)
FERKETICH = Citation(
    "Ferketich, 1991",
    "Ferketich, S. (1991). Focus on psychometrics: Aspects of item analysis. Research in Nursing & Health, "
    "14(2), 165-168.",
    "10.1002/nur.4770140211",
)
HENSELER = Citation(
    "Henseler et al., 2015",
    "Henseler, J., Ringle, C. M., & Sarstedt, M. (2015). A new criterion for assessing discriminant validity in "
    "variance-based structural equation modeling. Journal of the Academy of Marketing Science, 43(1), 115-135.",
    "10.1007/s11747-014-0403-8",
)
FORNELL = Citation(
    "Fornell & Larcker, 1981",
    "Fornell, C., & Larcker, D. F. (1981). Evaluating structural equation models with unobservable variables "
    "and measurement error. Journal of Marketing Research, 18(1), 39-50.",
    "10.1177/002224378101800104",
)
HU = Citation(
    "Hu & Bentler, 1999",
    "Hu, L., & Bentler, P. M. (1999). Cutoff criteria for fit indexes in covariance structure analysis: "
    "Conventional criteria versus new alternatives. Structural Equation Modeling, 6(1), 1-55.",
    "10.1080/10705519909540118",
)
MEADE = Citation(
    "Meade & Craig, 2012",
    "Meade, A. W., & Craig, S. B. (2012). Identifying careless responses in survey data. Psychological Methods, "
    "17(3), 437-455.",
    "10.1037/a0028085",
)
MANIACI = Citation(
    "Maniaci & Rogge, 2014",
    "Maniaci, M. R., & Rogge, R. D. (2014). Caring about carelessness: Participant inattention and its effects on "
    "research. Journal of Research in Personality, 48, 61-83.",
    "10.1016/j.jrp.2013.09.008",
)
CURRAN = Citation(
    "Curran, 2016",
    "Curran, P. G. (2016). Methods for the detection of carelessly invalid responses in survey data. Journal of "
    "Experimental Social Psychology, 66, 4-19.",
    "10.1016/j.jesp.2015.07.006",
)
JOHNSON = Citation(
    "Johnson, 2005",
    "Johnson, J. A. (2005). Ascertaining the validity of individual protocols from Web-based personality "
    "inventories. Journal of Research in Personality, 39(1), 103-129.",
    "10.1016/j.jrp.2004.09.009",
)
DUNN = Citation(
    "Dunn et al., 2018",
    "Dunn, A. M., Heggestad, E. D., Shanock, L. R., & Theilgard, N. (2018). Intra-individual response "
    "variability as an indicator of insufficient effort responding. Journal of Business and Psychology, 33(1), "
    "105-121.",
    "10.1007/s10869-016-9479-0",
)
HUANG = Citation(
    "Huang et al., 2012",
    "Huang, J. L., Curran, P. G., Keeney, J., Poposki, E. M., & DeShon, R. P. (2012). Detecting and deterring "
    "insufficient effort responding to surveys. Journal of Business and Psychology, 27(1), 99-114.",
    "10.1007/s10869-011-9231-8",
)
POLIT = Citation(
    "Polit et al., 2007",
    "Polit, D. F., Beck, C. T., & Owen, S. V. (2007). Is the CVI an acceptable indicator of content validity? "
    "Appraisal and recommendations. Research in Nursing & Health, 30(4), 459-467.",
    "10.1002/nur.20199",
)
KOO = Citation(
    "Koo & Li, 2016",
    "Koo, T. K., & Li, M. Y. (2016). A guideline of selecting and reporting intraclass correlation coefficients "
    "for reliability research. Journal of Chiropractic Medicine, 15(2), 155-163.",
    "10.1016/j.jcm.2016.02.012",
)
LANDIS = Citation(
    "Landis & Koch, 1977",
    "Landis, J. R., & Koch, G. G. (1977). The measurement of observer agreement for categorical data. "
    "Biometrics, 33(1), 159-174.",
    "10.2307/2529310",
)
COSMIN = Citation(
    "Prinsen et al., 2018",
    "Prinsen, C. A. C., Mokkink, L. B., Bouter, L. M., Alonso, J., Patrick, D. L., de Vet, H. C. W., & Terwee, C. B. "
    "(2018). COSMIN guideline for systematic reviews of patient-reported outcome measures. Quality of Life "
    "Research, 27(5), 1147-1157.",
    "10.1007/s11136-018-1798-3",
)
STANDARDS = Citation(
    "AERA, APA, & NCME, 2014",
    "American Educational Research Association, American Psychological Association, & National Council on "
    "Measurement in Education. (2014). Standards for educational and psychological testing. American Educational "
    "Research Association.",
)
STRATIFIED = Citation(
    "Cronbach et al., 1965",
    "Cronbach, L. J., Schönemann, P., & McKie, D. (1965). Alpha coefficients for stratified-parallel tests. "
    "Educational and Psychological Measurement, 25(2), 291-312.",
    "10.1177/001316446502500201",
)
CRONBACH = Citation(
    "Cronbach, 1951",
    "Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika, 16(3), 297-334.",
    "10.1007/BF02310555",
)
FELDT = Citation(
    "Feldt et al., 1987",
    "Feldt, L. S., Woodruff, D. J., & Salih, F. A. (1987). Statistical inference for coefficient alpha. Applied "
    "Psychological Measurement, 11(1), 93-103.",
    "10.1177/014662168701100107",
)
MCDONALD = Citation(
    "McDonald, 1999", "McDonald, R. P. (1999). Test theory: A unified treatment. Lawrence Erlbaum."
)
ZINBARG = Citation(
    "Zinbarg et al., 2005",
    "Zinbarg, R. E., Revelle, W., Yovel, I., & Li, W. (2005). Cronbach's alpha, Revelle's beta, and McDonald's "
    "omega-h: Their relations with each other and two alternative conceptualizations of reliability. "
    "Psychometrika, 70(1), 123-133.",
    "10.1007/s11336-003-0974-7",
)
GUTTMAN = Citation(
    "Guttman, 1945",
    "Guttman, L. (1945). A basis for analyzing test-retest reliability. Psychometrika, 10(4), 255-282.",
    "10.1007/BF02288892",
)
ZUMBO = Citation(
    "Zumbo et al., 2007",
    "Zumbo, B. D., Gadermann, A. M., & Zeisser, C. (2007). Ordinal versions of coefficients alpha and theta for "
    "Likert rating scales. Journal of Modern Applied Statistical Methods, 6(1), 21-29.",
    "10.22237/jmasm/1177992180",
)
OLSSON = Citation(
    "Olsson, 1979",
    "Olsson, U. (1979). Maximum likelihood estimation of the polychoric correlation coefficient. Psychometrika, "
    "44(4), 443-460.",
    "10.1007/BF02296207",
)
BRENNAN = Citation(
    "Brennan, 1998",
    "Brennan, R. L. (1998). Raw-score conditional standard errors of measurement in generalizability theory. "
    "Applied Psychological Measurement, 22(4), 307-331.",
    "10.1177/014662169802200401",
)
LITTLE = Citation(
    "Little, 1988",
    "Little, R. J. A. (1988). A test of missing completely at random for multivariate data with missing values. "
    "Journal of the American Statistical Association, 83(404), 1198-1202.",
    "10.1080/01621459.1988.10478722",
)
HORN = Citation(
    "Horn, 1965",
    "Horn, J. L. (1965). A rationale and test for the number of factors in factor analysis. Psychometrika, 30(2), "
    "179-185.",
    "10.1007/BF02289447",
)
VELICER = Citation(
    "Velicer, 1976",
    "Velicer, W. F. (1976). Determining the number of components from the matrix of partial correlations. "
    "Psychometrika, 41(3), 321-327.",
    "10.1007/BF02293557",
)
HARMAN = Citation(
    "Harman & Jones, 1966",
    "Harman, H. H., & Jones, W. H. (1966). Factor analysis by minimizing residuals (minres). Psychometrika, 31(3), "
    "351-368.",
    "10.1007/BF02289468",
)
JENNRICH = Citation(
    "Jennrich, 2002",
    "Jennrich, R. I. (2002). A simple general method for oblique rotation. Psychometrika, 67(1), 7-19.",
    "10.1007/BF02294706",
)
BLIESE = Citation(
    "Bliese, 2000",
    "Bliese, P. D. (2000). Within-group agreement, non-independence, and reliability: Implications for data "
    "aggregation and analysis. In K. J. Klein & S. W. J. Kozlowski (Eds.), Multilevel theory, research, and "
    "methods in organizations (pp. 349-381). Jossey-Bass.",
)
PATTERSON = Citation(
    "Patterson & Thompson, 1971",
    "Patterson, H. D., & Thompson, R. (1971). Recovery of inter-block information when block sizes are unequal. "
    "Biometrika, 58(3), 545-554.",
    "10.1093/biomet/58.3.545",
)
JAMES = Citation(
    "James et al., 1984",
    "James, L. R., Demaree, R. G., & Wolf, G. (1984). Estimating within-group interrater reliability with and "
    "without response bias. Journal of Applied Psychology, 69(1), 85-98.",
    "10.1037/0021-9010.69.1.85",
)
LINDELL = Citation(
    "Lindell et al., 1999",
    "Lindell, M. K., Brandt, C. J., & Whitney, D. J. (1999). A revised index of interrater agreement for multi-item "
    "ratings of a single target. Applied Psychological Measurement, 23(2), 127-135.",
    "10.1177/01466219922031257",
)
BURKE = Citation(
    "Burke & Dunlap, 2002",
    "Burke, M. J., & Dunlap, W. P. (2002). Estimating interrater agreement with the average deviation index: A "
    "user's guide. Organizational Research Methods, 5(2), 159-172.",
    "10.1177/1094428102005002002",
)
WELCH = Citation(
    "Welch, 1951",
    "Welch, B. L. (1951). On the comparison of several mean values: An alternative approach. Biometrika, 38(3/4), "
    "330-336.",
    "10.1093/biomet/38.3-4.330",
)
MCGRAW = Citation(
    "McGraw & Wong, 1996",
    "McGraw, K. O., & Wong, S. P. (1996). Forming inferences about some intraclass correlation coefficients. "
    "Psychological Methods, 1(1), 30-46.",
    "10.1037/1082-989X.1.1.30",
)
LIN = Citation(
    "Lin, 1989",
    "Lin, L. I.-K. (1989). A concordance correlation coefficient to evaluate reproducibility. Biometrics, 45(1), "
    "255-268.",
    "10.2307/2532051",
)
JACOBSON = Citation(
    "Jacobson & Truax, 1991",
    "Jacobson, N. S., & Truax, P. (1991). Clinical significance: A statistical approach to defining meaningful "
    "change in psychotherapy research. Journal of Consulting and Clinical Psychology, 59(1), 12-19.",
    "10.1037/0022-006X.59.1.12",
)
PENG = Citation(
    "Peng & Subkoviak, 1980",
    "Peng, C.-Y. J., & Subkoviak, M. J. (1980). A note on Huynh's normal approximation procedure for estimating "
    "criterion-referenced reliability. Journal of Educational Measurement, 17(4), 359-368.",
    "10.1111/j.1745-3984.1980.tb00837.x",
)
KELLEY = Citation(
    "Kelley & Pornprasertmanit, 2016",
    "Kelley, K., & Pornprasertmanit, S. (2016). Confidence intervals for population reliability coefficients: "
    "Evaluation of methods, recommendations, and software for composite measures. Psychological Methods, 21(1), "
    "69-92.",
    "10.1037/a0040086",
)
VARIMAX = Citation(
    "Kaiser, 1958",
    "Kaiser, H. F. (1958). The varimax criterion for analytic rotation in factor analysis. Psychometrika, 23(3), "
    "187-200.",
    "10.1007/BF02289233",
)
PROMAX = Citation(
    "Hendrickson & White, 1964",
    "Hendrickson, A. E., & White, P. O. (1964). Promax: A quick method for rotation to oblique simple structure. "
    "British Journal of Statistical Psychology, 17(1), 65-70.",
    "10.1111/j.2044-8317.1964.tb00244.x",
)
GEOMIN = Citation(
    "Browne, 2001",
    "Browne, M. W. (2001). An overview of analytic rotation in exploratory factor analysis. Multivariate "
    "Behavioral Research, 36(1), 111-150.",
    "10.1207/S15327906MBR3601_05",
)
CRAWFORD = Citation(
    "Crawford & Ferguson, 1970",
    "Crawford, C. B., & Ferguson, G. A. (1970). A general rotation criterion and its use in orthogonal rotation. "
    "Psychometrika, 35(3), 321-332.",
    "10.1007/BF02310792",
)
DELONG = Citation(
    "DeLong et al., 1988",
    "DeLong, E. R., DeLong, D. M., & Clarke-Pearson, D. L. (1988). Comparing the areas under two or more correlated "
    "receiver operating characteristic curves: A nonparametric approach. Biometrics, 44(3), 837-845.",
    "10.2307/2531595",
)
OBUCHOWSKI = Citation(
    "Obuchowski, 1997",
    "Obuchowski, N. A. (1997). Nonparametric analysis of clustered ROC curve data. Biometrics, 53(2), 567-578.",
    "10.2307/2533958",
)
BINDER = Citation(
    "Binder, 1983",
    "Binder, D. A. (1983). On the variances of asymptotically normal estimators from complex surveys. International "
    "Statistical Review, 51(3), 279-292.",
    "10.2307/1402588",
)
KISH = Citation(
    "Kish, 1992",
    "Kish, L. (1992). Weighting for unequal Pi. Journal of Official Statistics, 8(2), 183-200.",
)
DEMING = Citation(
    "Deming & Stephan, 1940",
    "Deming, W. E., & Stephan, F. F. (1940). On a least squares adjustment of a sampled frequency table when the "
    "expected marginal totals are known. Annals of Mathematical Statistics, 11(4), 427-444.",
    "10.1214/aoms/1177731829",
)
ANGOFF = Citation(
    "Angoff, 1971",
    "Angoff, W. H. (1971). Scales, norms, and equivalent scores. In R. L. Thorndike (Ed.), Educational measurement "
    "(2nd ed., pp. 508-600). American Council on Education.",
)
LIVINGSTON = Citation(
    "Livingston & Zieky, 1982",
    "Livingston, S. A., & Zieky, M. J. (1982). Passing scores: A manual for setting standards of performance on "
    "educational and occupational tests. Educational Testing Service.",
)
YOUDEN = Citation(
    "Youden, 1950",
    "Youden, W. J. (1950). Index for rating diagnostic tests. Cancer, 3(1), 32-35.",
    "10.1002/1097-0142(1950)3:1<32::AID-CNCR2820030106>3.0.CO;2-3",
)
GUYATT = Citation(
    "Guyatt et al., 1987",
    "Guyatt, G., Walter, S., & Norman, G. (1987). Measuring change over time: Assessing the usefulness of evaluative "
    "instruments. Journal of Chronic Diseases, 40(2), 171-178.",
    "10.1016/0021-9681(87)90069-5",
)
LIANG = Citation(
    "Liang et al., 1990",
    "Liang, M. H., Fossel, A. H., & Larson, M. G. (1990). Comparisons of five health status instruments for orthopedic "
    "evaluation. Medical Care, 28(7), 632-642.",
    "10.1097/00005650-199007000-00008",
)
KAZIS = Citation(
    "Kazis et al., 1989",
    "Kazis, L. E., Anderson, J. J., & Meenan, R. F. (1989). Effect sizes for interpreting changes in health status. "
    "Medical Care, 27(3), S178-S189.",
    "10.1097/00005650-198903001-00015",
)
WILSON = Citation(
    "Wilson, 1927",
    "Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the "
    "American Statistical Association, 22(158), 209-212.",
    "10.1080/01621459.1927.10502953",
)
AITCHISON = Citation(
    "Aitchison, 1986",
    "Aitchison, J. (1986). The statistical analysis of compositional data. Chapman and Hall.",
    "10.1007/978-94-009-4109-0",
)
MARTIN_FERNANDEZ = Citation(
    "Martín-Fernández et al., 2003",
    "Martín-Fernández, J. A., Barceló-Vidal, C., & Pawlowsky-Glahn, V. (2003). Dealing with zeros and missing values "
    "in compositional data sets using nonparametric imputation. Mathematical Geology, 35(3), 253-278.",
    "10.1023/A:1023866030544",
)
ROSSEEL = Citation(
    "Rosseel, 2012",
    "Rosseel, Y. (2012). lavaan: An R package for structural equation modeling. Journal of Statistical Software, "
    "48(2), 1-36.",
    "10.18637/jss.v048.i02",
)
RONKKO = Citation(
    "Rönkkö & Cho, 2022",
    "Rönkkö, M., & Cho, E. (2022). An updated guideline for assessing discriminant validity. Organizational Research "
    "Methods, 25(1), 6-47.",
    "10.1177/1094428120968614",
)
