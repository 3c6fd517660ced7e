// Package sftpstore reaches a folder of another machine over SFTP, and publishes to it.
package sftpstore

import (
	"errors"
	"io/fs"
	"net/url"
	"os"
	"os/user"
	"path"
	"path/filepath"
	"strings"

	"github.com/kevinburke/ssh_config"

	"gongkai/generator/diag"
	"gongkai/generator/publish"
)

// target is where to go and as whom.
type target struct {
	name       string // as the user wrote it
	host       string // to connect to
	port       string
	user       string
	dir        string
	identities []string // files of private keys
	onlyThese  bool     // no other keys are offered
	known      []string // known_hosts
}

// address parses sftp://[user@]host[:port]/path. The path is absolute, unless it begins with /~/, which
// stands for the user's folder on the server.
func address(raw string) (*target, error) {
	u, err := url.Parse(raw)
	usage := diag.Textf("请写成 sftp://用户@主机:端口/路径，路径从服务器的根开始，或以 ~/ 开头表示用户文件夹",
		"write it like sftp://user@host:port/path; the path begins at the server's root, or with ~/ in the user's folder")
	if err != nil || u.Hostname() == "" || u.RawQuery != "" || u.Fragment != "" {
		return nil, &publish.Error{Message: diag.Textf("目标地址写得不对", "the target's address is not right"), Hint: usage}
	}
	if _, has := u.User.Password(); has {
		return nil, &publish.Error{Message: diag.Textf("目标地址里不能写密码", "an address must not contain a password"),
			Hint: diag.Textf("命令行会留在历史记录里，也会被同机的人看到。请用密钥、ssh-agent，或环境变量 %s", "command lines are kept and can be seen by others on this machine; use a key, ssh-agent or the environment variable %s", passwordVariable)}
	}
	dir := path.Clean("/" + u.Path)
	if dir == "/" {
		return nil, &publish.Error{Message: diag.Textf("目标地址里没有文件夹", "the target's address names no folder"), Hint: usage}
	}
	if rest, home := strings.CutPrefix(dir, "/~"); home && (rest == "" || rest[0] == '/') {
		dir = path.Clean("./" + rest)
	}
	return &target{name: raw, host: u.Hostname(), port: u.Port(), user: u.User.Username(), dir: dir}, nil
}

// configure adds what ~/.ssh/config and the machine say of the host.
func (t *target) configure() error {
	home, _ := os.UserHomeDir()
	dot := filepath.Join(home, ".ssh")
	settings := &ssh_config.UserSettings{IgnoreErrors: false}
	file := filepath.Join(dot, "config")
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		file = os.DevNull // which the library can open
	}
	settings.ConfigFinder(func() string { return file })
	alias := t.host
	get := func(key string) (string, error) { return settings.GetStrict(alias, key) }
	for _, key := range []string{"ProxyJump", "ProxyCommand"} {
		v, err := get(key)
		if err != nil {
			return &publish.Error{Message: diag.Textf("读不懂 ~/.ssh/config", "~/.ssh/config cannot be understood"),
				Hint: diag.Textf("OpenSSH 的说明：man ssh_config；不支持 Match exec", "see man ssh_config; Match exec is not supported"), Err: err}
		}
		if v != "" && v != "none" {
			return &publish.Error{Message: diag.Textf("~/.ssh/config 为 %s 设了 %s，这里不支持", "~/.ssh/config sets %[2]s for %[1]s, which is not supported here", alias, key),
				Hint: diag.Textf("请先用 ssh -L 建立转发，再发布到 sftp://localhost:端口/路径", "forward a port with ssh -L, and publish to sftp://localhost:port/path")}
		}
	}
	set := func(to *string, key string) {
		if v, _ := get(key); v != "" && *to == "" {
			*to = v
		}
	}
	host := ""
	set(&host, "HostName")
	if host != "" {
		t.host = strings.ReplaceAll(host, "%h", alias)
	}
	set(&t.port, "Port") // 22 is the default of the library's table
	set(&t.user, "User")
	if t.user == "" {
		if u, err := user.Current(); err == nil {
			_, name, found := strings.Cut(u.Username, `\`) // DOMAIN\name, on Windows
			if !found {
				name = u.Username
			}
			t.user = name
		}
	}
	only, _ := get("IdentitiesOnly")
	t.onlyThese = only == "yes"
	expand := func(p string) string {
		p = strings.NewReplacer("%d", home, "%h", t.host, "%r", t.user, "%%", "%").Replace(strings.Trim(p, `"`))
		if rest, ok := strings.CutPrefix(p, "~/"); ok {
			p = filepath.Join(home, rest)
		}
		return p
	}
	named, _ := settings.GetAllStrict(alias, "IdentityFile")
	for _, p := range named {
		if p != ssh_config.Default("IdentityFile") {
			t.identities = append(t.identities, expand(p))
		}
	}
	if len(t.identities) == 0 {
		for _, name := range []string{"id_ed25519", "id_ecdsa", "id_rsa"} {
			t.identities = append(t.identities, filepath.Join(dot, name))
		}
	}
	known, _ := get("UserKnownHostsFile")
	if known == "" || known == ssh_config.Default("UserKnownHostsFile") {
		known = "~/.ssh/known_hosts ~/.ssh/known_hosts2"
	}
	for _, p := range strings.Fields(known) {
		t.known = append(t.known, expand(p))
	}
	t.known = append(t.known, "/etc/ssh/ssh_known_hosts")
	return nil
}
