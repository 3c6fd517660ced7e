// The same property without a browser, over a table with wide cells, and single cases.
import assert from "node:assert/strict";
import { ABOVE, LEFT, kind, names, separated, square } from "./edit-block.js";
import { lay } from "./edit-place.js";
import { check, spellings } from "./paste_property.js";

const columns = ["自然人", "商业企业", "科研机构", "其他", "总计"];
const row = (label, key, cells) => ({ label, labels: spellings(label, key), names: [names(label, key)], cells });
const wide = (path, from, to, label) => ({ path, from, to, label, names: [names(label)] });
const narrow = (path) => columns.map((c, i) => wide(path + "." + i, 3 + i, 4 + i, c));
const applications = [
  row("一、本年新收政府信息公开申请数量", "本年新收", narrow("new")), row("（一）予以公开", "予以公开", narrow("granted")),
  row("（二）部分公开（区分处理的，只计这一情形）", "部分公开", narrow("partial")), row("1.属于国家秘密", "国家秘密", narrow("secret")),
  row("3.其他", "", narrow("other")), row("（七）总计", "总计", narrow("total")),
];
const proactive = [
  row("规章", "规章", [wide("made", 1, 2, "制发"), wide("repealed", 2, 3, "废止"), wide("valid", 3, 4, "现行有效")]),
  row("行政许可", "行政许可", [wide("licensing", 1, 4, "本年处理决定数量")]), row("行政处罚", "行政处罚", [wide("penalties", 1, 4, "本年处理决定数量")]),
];
const website = [
  row("网站名称", "", [{ ...wide("name", 2, 3, "内容"), words: true }]), row("独立用户访问总量", "", [{ ...wide("visitors", 2, 3, "内容"), unit: "个" }]),
  row("是否支持", "", [{ ...wide("supported", 2, 3, "内容"), words: true }]), row("发布总数", "", [{ ...wide("published", 2, 3, "内容"), unit: "条" }]),
];
const purchases = [row("政府集中采购", "采购", [wide("projects", 1, 2, "采购项目数量"), wide("amount", 2, 3, "采购总金额"), { ...wide("unit", 3, 4, "金额单位"), words: true }])];
const at = (row, index = 0) => ({ row, index });

const place = (table, at, block) => lay(separatedAgain(block), table, at, ["行政许可"].filter(() => table === applications));
// separatedAgain goes by way of the text, where nothing is merged, as the clipboard does.
function separatedAgain(block) {
  if (block.some((r) => r.some((c) => typeof c === "number"))) return square(block);
  return separated(block.map((r) => r.join("\t")).join("\r\n") + "\r\n");
}
const { wrong, done } = check(place, [applications, proactive, website, purchases], 1, 10000);
assert.deepEqual(wrong, []);
for (const [what, n] of Object.entries(done)) assert.ok(n > 100, `only ${n} ${what}`);

const laid = (text, table, where) => {
  const got = lay(Array.isArray(text) ? square(text) : separated(text), table, where, ["行政许可"].filter(() => table === applications));
  return got.problem ? got.problem.join(" ") : got.lines.flatMap((l) => l.cells).map((c) => c.join("=")).join(" ") + got.left.map((l) => ` -${l.label}:${l.texts}`).join("") + got.headings.map((h) => ` #${h.join(",")}`).join("");
};
for (const [text, table, where, want] of [
  // The first row has a unit, which is not a heading.
  ["18件\t3\t0\n6\t1\t0\n", applications, at(1), "granted.0=18件 granted.1=3 granted.2=0 partial.0=6 partial.1=1 partial.2=0"],
  ["（一）予以公开\t7件\n（二）部分公开\t5\n", applications, at(1), "granted.0=7件 partial.0=5"],
  // Labels win over the place, in any order; what they do not name is told.
  ["总计\t9\n予以公开\t7\n", applications, at(0), "granted.0=7 total.0=9"],
  ["予以公开\t7\n予以公开率\t70%\n", applications, at(0), "granted.0=7 -予以公开率:70%"],
  ["本年新收政府信息\t7\n", applications, at(2), "new.0=7"],
  ["项目\t总计\t自然人\t备注\n予以公开\t9\t7\t见附件\n", applications, at(0), "granted.4=9 granted.0=7 -备注:见附件 #项目,总计,自然人,备注"],
  ["项目\t自然人\t人均\n予以公开\t9\t7\n", applications, at(0), "granted.0=9 -人均:7 #项目,自然人,人均"],
  ["序号\t项目\t数量\n1\t予以公开\t9\n2\t部分公开\t7\n", applications, at(0), "granted.0=9 partial.0=7 #序号,项目,数量"],
  ["9\t予以公开\n7\t部分公开\n", applications, at(0), "granted.0=9 partial.0=7"],
  // Labels that contradict each other, or the table.
  ["予以公开\t7\n（一）予以公开\t8\n", applications, at(1), "twice 予以公开 （一）予以公开"],
  ["行政许可\t7\n行政处罚\t8\n", applications, at(0), "foreign 行政许可"],
  ["自然人\t7\n商业企业\t8\n", applications, at(0), "foreign 自然人"],
  ["项目\t自然人\t自然人\n予以公开\t1\t2\n", applications, at(0), "column 自然人"],
  // Unknown labels: one after the other.
  ["\t数量\n新收\t7\n结转\t8\n", applications, at(0), "words 数量"],
  ["项目\t数量\t金额\n新收\t7\t1\n结转\t8\t2\n", applications, at(0), "new.0=7 new.1=1 granted.0=8 granted.1=2 #项目,数量,金额"],
  ["数量\n7\n其中\n8\n", applications, at(0), "words 数量"],
  ["2024年\n7\n8\n", applications, at(0), "new.0=2024年 granted.0=7 partial.0=8"],
  ["1\n2\n3\n", applications, at(4), "large 3 1 2 5"],
  ["1\n2\n\n\n", applications, at(4), "other.0=1 total.0=2"],
  ["1\t2\t3\n", applications, at(0, 3), "wide 3 2"],
  ["若干\n", applications, at(0), "nothing_pasted"],
  ["新收\t7\n", applications, at(0), "new.0=新收 new.1=7"],
  ["7\n8\n注：不含转办\n", applications, at(0), "new.0=7 granted.0=8 #注：不含转办"],
  ["7\n小计\n8\n", applications, at(0), "words 小计"],
  ["占比\t7\t8\t9\t1\t2\n", applications, at(0), "new.0=7 new.1=8 new.2=9 new.3=1 new.4=2"],
  // Cells that hold words, and a column of units.
  ["某网\n12\n是\n7\n", website, at(0), "name=某网 visitors=12 supported=是 published=7"],
  ["指标\t单位\t内容\n发布总数\t条\t7\n访问总量\t个\t8\n独立用户访问总量\t个\t9\n", website, at(0), "visitors=9 published=7 -访问总量 个:8 #指标,单位,内容"],
  ["内容\n某网\n12\n", website, at(0), "name=某网 visitors=12 #内容"],
  ["3\t12.5\t万元\n", purchases, at(0), "projects=3 amount=12.5 unit=万元"],
  ["政府集中采购\t3\t12.5\t万元\n", purchases, at(0), "projects=3 amount=12.5 unit=万元"],
  ["政府集中采购\t万元\t12.5\t万元\n", purchases, at(0), "projects=万元 amount=12.5 unit=万元"],
  ["予以公开\t若干\t5\n", applications, at(0), "granted.0=若干 granted.1=5"],
  // Merged cells.
  [[["14", LEFT, LEFT], ["3", LEFT, LEFT]], proactive, at(1), "licensing=14 penalties=3"],
  [[["1", "2", "3"], ["14", LEFT, LEFT]], proactive, at(0), "made=1 repealed=2 valid=3 licensing=14"],
  [[["1", "2", "3"], ["14", "", ""]], proactive, at(0), "made=1 repealed=2 valid=3 licensing=14"],
  [[["1", "2", "3"], ["14", "", "5"]], proactive, at(0), "wide 3 1"],
  [[["1", LEFT, "3"], ["4", "5", "6"]], applications, at(0), "merged"],
  [[["1", "2"], [ABOVE, "3"]], applications, at(0), "merged"],
  [[["一、本年新收", LEFT, "7"], ["三、结果", "予以公开", "5"], [ABOVE, "国家秘密", "4"]], applications, at(0), "new.0=7 granted.0=5 secret.0=4"],
  [[["标题", LEFT, LEFT], ["", "自然人", "总计"], ["予以公开", "7", "8"]], applications, at(3), "granted.0=7 granted.4=8 #标题 #自然人,总计"],
  [[["规章", "1", "2", "3"], ["项目", "本年处理决定数量", LEFT, LEFT], ["行政许可", "14", LEFT, LEFT]], proactive, at(0), "made=1 repealed=2 valid=3 licensing=14 #项目,本年处理决定数量"],
]) {
  assert.equal(laid(text, table, where), want, JSON.stringify(text));
}

for (const [text, want] of [["-", "mark"], ["待填", "mark"], ["", "blank"], ["12件", "figure"], ["约１２", "figure"], ["十二件", "figure"], ["3、4", "figure"], ["12.5", "figure"], ["（3）", "figure"],
  ["1.属于国家秘密", "label"], ["（一）予以公开", "label"], ["自然人5", "mixed"], ["1 属于国家秘密", "mixed"], [LEFT, "covered"]]) assert.equal(kind(text), want, String(text));
assert.deepEqual(separated('1\t"2\n""3"""\t\r\n\t4'), [["1", '2\n"3"', ""], ["", "4", ""]]);
assert.deepEqual(names("（二）部分公开（区分处理的）", "２．其他 "), ["部分公开区分处理的", "部分公开", "其他"]);
console.log(JSON.stringify(done));
