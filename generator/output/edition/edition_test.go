package edition

import (
	"reflect"
	"testing"
	"testing/fstest"

	"gongkai/generator/report"
)

// A report is read from its data, or from its page if there is no data; the figures are the same.
func TestReport(t *testing.T) {
	data := `{"agency": "a", "name": "某局", "credit_code": "X", "year": 2023, "form": "f", "title": "报告", "published": "2024-01-02", "draft": true,
	"source": null, "notes": [{"cell": "t.x", "reason": "r"}], "revisions": [{"date": "2024-02-01", "note": "n", "cells": [{"cell": "t.x", "from": "1", "to": "2"}]}],
	"waived": [], "data": {"t": {"x": 2, "big": 9007199254740993, "gone": null, "row": {"m": "12.50", "yes": true}}, "list": [{"code": "01", "label": "甲", "unit": "条", "value": 3, "indent": 0, "sum_of": [], "cumulative": 30}, {"code": "02", "label": "乙", "value": null}]}}`
	page := `<!doctype html><html><body><main><h1>报 告 &amp;</h1><dl data-search="off"><dd>x</dd></dl><div class="prose"><p>前 言<br>续</p></div>
	<section><h2 id="a">一、情况</h2><div class="prose wide"><p>收到<b>2</b>件<a href="x">网<small data-search="off">（外部网站）</small></a></p><div><h3>小</h3></div></div><table><caption>表</caption><tr><td data-cell="t.x">2</td><td data-cell="t.big"> 9007199254740993</td><td data-cell="t.gone"></td></tr></table>
	<p class="sentence"><span data-cell="t.row.m">12.50</span><span data-cell="t.x">2</span></p></section><section class="prose"><h2>二、另</h2><p>完</p></section><section><h2>更正说明</h2><p>x</p></section></main></body></html>`
	build := func(files map[string]string) *Edition {
		t.Helper()
		m := fstest.MapFS{"manifest.json": {Data: []byte(`{"generator": "gongkai", "files": [{"path": "a/index.html"}, {"path": "a/reports/2023/index.html"}, {"path": "a/reports/index.html"}, {"path": "a/policies/2023/index.html"}, {"path": "a/reports/2023/report.json"}]}`)}}
		for name, text := range files {
			m[name] = &fstest.MapFile{Data: []byte(text)}
		}
		b, err := Open(m)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	b := build(map[string]string{"a/reports/2023/report.json": data, "a/reports/2023/index.html": page, "a/index.html": "<h1>某局</h1>",
		"a/reports/2023/report.csv": "\ufeffcell,label,value,unit\r\nt.x,\"甲, 乙\",2,件\r\n"})
	k := Key{"a", "reports", 2023}
	if got := b.Reports(); !reflect.DeepEqual(got, []Key{k}) {
		t.Errorf("reports: %v, want %v", got, k)
	}
	if got, want := b.Agencies(), []Agency{{Slug: "a", Name: "某局"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("agencies: %v, want %v", got, want)
	}
	want := &report.Publication{Name: "某局", CreditCode: "X", Form: "f", Title: "报告", Published: "2024-01-02", Draft: true,
		Figures:   []report.Figure{{Cell: "t.x", Label: "", Text: "2"}, {Cell: "t.big", Label: "", Text: "9007199254740993"}, {Cell: "t.row.m", Label: "", Text: "12.50"}, {Cell: "t.row.yes", Label: "", Text: "true"}, {Cell: "list.01", Label: "甲", Text: "3"}, {Cell: "list.01.cumulative", Label: "甲", Text: "30"}},
		Revisions: []report.Correction{{Date: "2024-02-01", Note: "n", Cells: []report.Corrected{{Cell: "t.x", From: "1", To: "2"}}}}}
	if got := b.Report(k); !reflect.DeepEqual(got, want) {
		t.Errorf("from report.json:\n%+v, want\n%+v", got, want)
	}
	if got, want := b.Text(k), []Section{{"", "前言续"}, {"一、情况", "收到2件网小"}, {"二、另", "完"}, {"更正说明", ""}}; !reflect.DeepEqual(got, want) {
		t.Errorf("text: %q, want %q", got, want)
	}
	if got, want := b.Labels(k), map[string]Label{"t.x": {"甲, 乙", "件"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("labels: %v, want %v", got, want)
	}
	wantPage := &report.Publication{Title: "报 告 &", Figures: []report.Figure{{Cell: "t.x", Label: "", Text: "2"}, {Cell: "t.big", Label: "", Text: "9007199254740993"}, {Cell: "t.row.m", Label: "", Text: "12.50"}}}
	for name, b := range map[string]*Edition{"no data": build(map[string]string{"a/reports/2023/index.html": page}),
		"data cut short": build(map[string]string{"a/reports/2023/index.html": page, "a/reports/2023/report.json": data[:400]})} {
		if got := b.Report(k); !reflect.DeepEqual(got, wantPage) {
			t.Errorf("%s: %+v, want %+v", name, got, wantPage)
		}
	}
	moved := build(map[string]string{"a/reports/2023/index.html": `<meta http-equiv="refresh" content="0; url=../../../b/reports/2023/index.html"><h1>已移动</h1>`,
		"a/index.html": `<meta http-equiv="refresh" content="0; url=../b/index.html"><h1>已移动</h1>`})
	if got := moved.Report(k); got != nil {
		t.Errorf("a page that leads on: %+v, want no report", got)
	}
	if got, want := moved.Agencies(), []Agency{{Slug: "a", Name: "已移动", Moved: "b"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("agencies: %v, want %v", got, want)
	}
	if got := build(nil).Report(k); got != nil {
		t.Errorf("nothing there: %+v, want no report", got)
	}
}

func TestOpen(t *testing.T) {
	if _, err := Open(fstest.MapFS{}); err != ErrNoBuild {
		t.Errorf("an empty folder: %v, want ErrNoBuild", err)
	}
	if _, err := Open(fstest.MapFS{"manifest.json": {Data: []byte("{")}}); err == nil || err == ErrNoBuild {
		t.Errorf("a manifest that is cut short: %v, want another error than ErrNoBuild", err)
	}
}
