package corpus

import (
	"fmt"
	"path/filepath"
)

// Body is a body of a City.
type Body struct{ Slug, Name, Short, Kind, Level, Parent string }

// districts is how many districts a City has; each has as many departments as the city, as far as there are bodies.
const districts = 9

// City writes a portal as a city has it: its government with departments, two bodies of other kinds and the governments of nine
// districts, then the departments of one district after the other, until there are so many bodies. Each has one report, of 2024,
// with the text that is given; the government has a guide and some documents too.
func City(dir, configuration, report string, bodies int) ([]Body, error) {
	words := words()
	city, letters, departments := words["城市"][0], words["字"], words["部门"]
	all := []Body{{Slug: "shi", Name: city + "人民政府", Short: city + "政府", Kind: "government", Level: "city"}}
	below := func(slug, name, level string) {
		for i, d := range departments {
			all = append(all, Body{fmt.Sprintf("%s-%02d", slug, i), name + d, name + d, "department", level, slug})
		}
	}
	below("shi", city, "city")
	all = append(all, Body{"shi-kfq", city + "开发区管理委员会", city + "开发区", "outpost", "city", "shi"},
		Body{"shi-qx", city + "气象局", city + "气象局", "vertical", "city", "shi"})
	district := func(i int) (slug, name string) {
		return fmt.Sprintf("qu%d", i), city + letters[2*i] + letters[2*i+1] + words["区划"][i%2]
	}
	for i := range districts {
		slug, name := district(i)
		all = append(all, Body{slug, name + "人民政府", name + "政府", "government", "county", "shi"})
	}
	for i := range districts {
		slug, name := district(i)
		below(slug, name, "county")
	}
	if bodies > len(all) {
		return nil, fmt.Errorf("a city of %d bodies, want %d at most", bodies, len(all))
	}
	all = all[:bodies]
	if err := write(filepath.Join(dir, "gongkai.yaml"), []byte(configuration)); err != nil {
		return nil, err
	}
	for name, text := range documents(city) {
		if err := write(filepath.Join(dir, "content", all[0].Slug, name), []byte(text)); err != nil {
			return nil, err
		}
	}
	for _, b := range all {
		entry := fmt.Sprintf("---\nname: %s\nshort_name: %s\nlevel: %s\nkind: %s\n", b.Name, b.Short, b.Level, b.Kind)
		if b.Parent != "" {
			entry += "parent: " + b.Parent + "\n"
		}
		at := filepath.Join(dir, "content", b.Slug)
		if err := write(filepath.Join(at, "_index.md"), []byte(entry+"---\n")); err != nil {
			return nil, err
		}
		if err := write(filepath.Join(at, "reports", "2024.md"), []byte(report)); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// documents are the files of the other columns of a city's government.
func documents(city string) map[string]string {
	files := map[string]string{"guide.md": "---\ntitle: 政府信息公开指南\npublished: 2024-05-06\n---\n\n## 怎样申请\n\n向本机关书面申请。\n",
		"catalog/guifan/_index.md": "---\ntitle: 文件\n---\n"}
	for i := range 4 {
		files[fmt.Sprintf("policies/p%d.md", i)] = fmt.Sprintf("---\ntitle: %s政府信息公开申请办理规定（第%d号）\npublished: 2024-05-0%d\n---\n\n**第一条** 为了说明版式，制定本制度。\n", city, i+1, i+1)
		files[fmt.Sprintf("catalog/guifan/w%d.md", i)] = fmt.Sprintf("---\ntitle: %s城市更新专项规划管理办法（第%d号）\nindex_number: L-2024-%d\npublished: 2024-03-0%d\nvalidity: 有效\n---\n\n**第一条** 为了说明版式，制定本办法。\n", city, i+1, i, i+1)
	}
	return files
}
