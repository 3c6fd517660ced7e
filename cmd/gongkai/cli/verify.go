package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"gongkai/generator/archive/fixity"
	"gongkai/generator/archive/fixity/signature"
	"gongkai/generator/diag"
	"gongkai/internal/jsontext"
)

func (a *app) verifyCommand() *cobra.Command {
	var format, key string
	c := &cobra.Command{
		Use:     a.text("verify 路径", "verify PATH"),
		Short:   a.text("核对已发布的网站或归档包是否原样", "verify that a published site or a package is unchanged"),
		Example: "  gongkai verify public\n  gongkai verify nianbao.wacz --format json",
		Long: a.text("核对一个已发布的文件夹、WACZ、WARC 或 BagIt 包（文件夹、.zip、.tar）：每个文件与清单，各清单之间，各种格式里的数字逐格。\n退出状态：0 全部相符，1 有不符，2 无法核对。",
			"Verify a published folder, a WACZ, a WARC or a bag (folder, .zip, .tar): every file against the manifests, the manifests against each other, the figures of all formats cell by cell.\nExit status: 0 all is well, 1 something differs, 2 the work could not be done."),
		Args: a.arguments(1, 1),
		RunE: func(c *cobra.Command, args []string) error {
			if formats := []string{"text", "json"}; !slices.Contains(formats, format) {
				return &userError{diag.Textf("没有输出格式“%s”", "unknown format %q", format), suggest(format, formats, diag.Textf("--format 可选 text 或 json", "--format takes text or json"))}
			}
			o := fixity.Options{}
			if c.Flags().Changed("key") {
				k, err := readKey(key)
				if err != nil {
					return err
				}
				o.Key = &k
			}
			p := a.newProgress()
			o.Progress = func(files int) { p.report("verify", files, 0) }
			res, err := fixity.Verify(c.Context(), args[0], o)
			p.finish(err)
			if errors.Is(err, fixity.ErrUnknown) {
				return notVerifiable(args[0])
			}
			if err != nil {
				return err
			}
			if format == "json" {
				err = a.verifiedJSON(res)
			} else {
				a.verified(args[0], res, o.Key)
			}
			if err == nil && res.Failed() {
				err = errContent
			}
			return err
		},
	}
	a.textFlag(c, &format, "format", "text", a.text("输出格式：text 或 json", "output format: text or json"))
	c.Flags().StringVar(&key, "key", "", a.text("公钥文件（minisign）；没有它的有效签名即为不符", "file of a public key (minisign), whose signature must be there and hold"))
	return c
}

func notVerifiable(name string) *userError {
	return &userError{diag.Textf("%s 不是已发布的网站，也不是归档包", "%s is neither a published site nor a package", filepath.ToSlash(name)),
		diag.Textf("网站文件夹里应有 manifest.json，BagIt 包里应有 bagit.txt；另可核对 .wacz、.warc、.warc.gz，以及 BagIt 包的 .zip、.tar", "a site's folder has a manifest.json, a bag a bagit.txt; .wacz, .warc, .warc.gz, and bags as .zip or .tar can be verified too")}
}

func readKey(name string) (signature.Key, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return signature.Key{}, err
	}
	k, err := signature.ParseKey(text)
	if err != nil {
		return signature.Key{}, &userError{diag.Textf("%s 不是 minisign 的公钥", "%s is not a minisign public key", filepath.ToSlash(name)), diag.Textf("公钥文件有两行，第二行以 RW 开头；不要给出私钥", "a public key has two lines, the second begins with RW; do not name the secret key")}
	}
	return k, nil
}

// kindsOf are what can be verified, in words.
var kindsOf = map[string]diag.Text{
	"site": {ZH: "已发布的网站", EN: "a published site"}, "bag": {ZH: "BagIt 包", EN: "a bag"},
	"wacz": {ZH: "WACZ", EN: "a WACZ"}, "warc": {ZH: "WARC", EN: "a WARC"},
}

// troubles are the kinds of findings, in words.
var troubles = map[fixity.Kind]diag.Text{
	fixity.Changed: {ZH: "已变", EN: "changed"}, fixity.Missing: {ZH: "缺少", EN: "missing"}, fixity.Extra: {ZH: "多出", EN: "extra"},
	fixity.Manifest: {ZH: "清单", EN: "manifest"}, fixity.Package: {ZH: "封装", EN: "package"}, fixity.Record: {ZH: "记录", EN: "record"},
	fixity.Index: {ZH: "索引", EN: "index"}, fixity.Figure: {ZH: "数字", EN: "figure"}, fixity.Data: {ZH: "数据", EN: "data"},
	fixity.Signature: {ZH: "签名", EN: "signature"}, fixity.Note: {ZH: "未核对", EN: "not checked"},
}

// verified prints the findings and what was looked at.
func (a *app) verified(name string, r *fixity.Report, key *signature.Key) {
	wrong := 0
	for _, f := range r.Findings {
		if f.Kind != fixity.Note {
			wrong++
		} else if a.quiet {
			continue
		}
		at := f.File
		if at == "" {
			at = filepath.ToSlash(name)
		}
		fmt.Fprintf(a.out, "%s: %s: %s\n", at, troubles[f.Kind].In(a.lang), f.Message.In(a.lang))
	}
	if r.More > 0 {
		fmt.Fprintln(a.out, a.text("另有 %d 处没有列出", "and %d more", r.More))
	}
	if a.quiet {
		return
	}
	fmt.Fprintln(a.out, a.text("%s（%s）：核对了 %s 个文件、%s 份报告、%s 个数字", "%s (%s): %s, %s and %s were checked", filepath.ToSlash(name), kindsOf[r.Kind],
		diag.Count(r.Files, "file"), diag.Count(r.Reports, "report"), diag.Count(r.Figures, "figure")))
	switch digest := filepath.Base(name) + fixity.DigestExtension; {
	case r.Digest:
		fmt.Fprintln(a.out, a.text("已与旁边的 %s 核对", "held against %s beside it", digest))
	case r.OneFile && r.Signed == "":
		fmt.Fprintln(a.out, a.text("旁边没有 %s：包装里不带内容的字节若有变化，看不出来", "there is no %s beside it: a change of bytes of the packing that carry no content would not show", digest))
	}
	switch {
	case key != nil && r.Signed != "":
		fmt.Fprintln(a.out, a.text("密钥 %s 的签名有效：%s", "the signature of the key %s holds: %s", key.ID(), r.Signed))
	case key == nil:
		fmt.Fprintln(a.out, a.text("没有核对签名（--key）", "no signature was looked at (--key)"))
	}
	if r.Failed() {
		fmt.Fprintln(a.out, a.text("有 %s 处不符", "%s found", diag.Count(wrong+r.More, "difference")))
		return
	}
	fmt.Fprintln(a.out, a.text("全部相符", "all is well"))
}

// verifiedJSON prints one object; docs/verify.md describes it.
func (a *app) verifiedJSON(r *fixity.Report) error {
	type reading struct {
		Value *string  `json:"value"` // null: there is no such cell
		Files []string `json:"files"`
	}
	type finding struct {
		Kind    fixity.Kind `json:"kind"`
		File    string      `json:"file"`
		Message string      `json:"message"`
		Agency  string      `json:"agency,omitempty"`
		Year    int         `json:"year,omitempty"`
		Cell    string      `json:"cell,omitempty"`
		Values  []reading   `json:"values,omitempty"`
	}
	out := struct {
		Kind     string    `json:"kind"`
		Holds    bool      `json:"holds"`
		Findings []finding `json:"findings"`
		More     int       `json:"more,omitempty"`
		Summary  any       `json:"summary"`
	}{Kind: r.Kind, Holds: !r.Failed(), Findings: []finding{}, More: r.More}
	for _, f := range r.Findings {
		g := finding{f.Kind, f.File, f.Message.In(a.lang), f.Agency, f.Year, f.Cell, nil}
		for _, s := range f.Values {
			value := &s.Value
			if s.Absent {
				value = nil
			}
			g.Values = append(g.Values, reading{value, s.Files})
		}
		out.Findings = append(out.Findings, g)
	}
	out.Summary = struct {
		Files   int    `json:"files"`
		Bytes   int64  `json:"bytes"`
		Reports int    `json:"reports"`
		Figures int    `json:"figures"`
		Digest  bool   `json:"digest"`
		Signed  string `json:"signed,omitempty"`
	}{r.Files, r.Bytes, r.Reports, r.Figures, r.Digest, r.Signed}
	return jsontext.Write(a.data, out)
}
