package rule

// all is the catalogue, in the order of the public contract.
var all = []*Rule{
	syntaxRule, configuration, formRule,
	unknownKey, missingCell, badNumber,
	rowTotal, resultsTotal, balance, reviewTotal, wrongCell,
	carryOver, carryOverColumn, inForce,
	sumRule, atMost, presentIf, carry,
	stockListed, rulemakingPower, handlingFees, areaTotal, jump, sameAsLastYear,
	missingSection, sectionOrder,
	requiredContent, sectionCount, numbering, title,
	published, impossibleDate, formYear, fileYear, duplicateReport,
	missingYear, late, narrativeCount, narrativePercent, wrongYear, narrativeSum, mergedParagraphs, templateText, missingNumeral, brokenText, hiddenCharacter,
	nearDuplicate, personalData,
	unknownCell, registration, indexNumber, siteCode, addressClash, brokenLink,
	unusedWaiver, unannouncedChange,
}
