package rule

// all is the catalogue, in the order of the public contract.
var all = []*Rule{
	syntaxRule, configuration, formRule,
	unknownKey, missingCell, badNumber,
	rowTotal, resultsTotal, balance, reviewTotal,
	carryOver, carryOverColumn, inForce,
	missingSection, sectionOrder,
	published, formYear, fileYear, duplicateReport,
	unknownCell, registration, indexNumber, siteCode, brokenLink,
	unusedWaiver,
}
