package form

import "gongkai/generator/narrative"

// A form's Narrative reads prose into claims about the form's cells.
type (
	Narrative = narrative.Reader
	Claim     = narrative.Claim
	Reading   = narrative.Reading
	About     = narrative.About
)

// The kinds of claims.
const (
	ClaimCount  = narrative.Count
	ClaimEvery  = narrative.Every
	ClaimDone   = narrative.Done
	ClaimPart   = narrative.Part
	ClaimGrowth = narrative.Growth
	ClaimFactor = narrative.Factor
)
