package render

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/config"
	"gongkai/generator/register"
	"gongkai/generator/site/sitetest"
)

// More pages than a site map may list are in several, of which sitemap.xml is the index.
func TestSiteMaps(t *testing.T) {
	var agencies []*register.Agency
	for i := range 7 {
		agencies = append(agencies, &register.Agency{Slug: fmt.Sprint("a", i), Name: fmt.Sprint("a", i)})
	}
	s, _ := sitetest.Assemble(&sitetest.Content{Agencies: agencies})
	x := &Files{Input: Input{Site: s, Config: &config.Config{URL: "https://www.example.gov.cn/zw/"}}}
	addresses := func(data []byte) (out []string) {
		for part := range strings.SplitSeq(string(data), "<loc>") {
			if loc, _, ok := strings.Cut(part, "</loc>"); ok {
				out = append(out, loc)
			}
		}
		return out
	}
	one := x.siteMaps(maxAddresses)
	if len(one) != 1 || one[0].Path != "sitemap.xml" || !bytes.Contains(one[0].Data, []byte("<urlset")) {
		t.Fatalf("got %d files, want one list of addresses", len(one))
	}
	all := addresses(one[0].Data)
	if len(all) < 8 {
		t.Fatalf("got %d addresses, want more than 7", len(all))
	}
	several := x.siteMaps(3)
	index := several[len(several)-1]
	var listed, parts []string
	for _, f := range several[:len(several)-1] {
		found := addresses(f.Data)
		if len(found) > 3 {
			t.Errorf("%s lists %d addresses, want at most 3", f.Path, len(found))
		}
		listed = append(listed, found...)
		parts = append(parts, "https://www.example.gov.cn/zw/"+f.Path)
	}
	if !slices.Equal(listed, all) {
		t.Errorf("the parts list %d addresses, want the %d of one list", len(listed), len(all))
	}
	if got := addresses(index.Data); index.Path != "sitemap.xml" || !bytes.Contains(index.Data, []byte("<sitemapindex")) || !slices.Equal(got, parts) {
		t.Errorf("%s lists %v, want the index of %v", index.Path, got, parts)
	}
}
