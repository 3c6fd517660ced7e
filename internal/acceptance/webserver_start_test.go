package acceptance

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gongkai/generator/editing/scaffold"
	"gongkai/generator/publish/webserver"
)

// aServer is a real web server with the configuration that is printed for it.
type aServer struct {
	name   string // of webserver.Servers, perhaps with what it is tried with
	brotli bool   // whether it sends .br files
	start  func(t *testing.T, dir, config, port string)
}

var servers = []aServer{
	{"nginx", false, func(t *testing.T, dir, config, port string) { startNginx(t, dir, config, port, "") }},
	{"nginx with brotli", true, func(t *testing.T, dir, config, port string) {
		found, _ := filepath.Glob("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
		if len(found) == 0 {
			t.Fatal("nginx's module for Brotli is not installed: run `make setup`")
		}
		const off = "#brotli_static on;"
		if strings.Count(config, off) != 1 {
			t.Fatalf("the configuration has no %s", off)
		}
		startNginx(t, dir, strings.Replace(config, off, off[1:], 1), port, "load_module "+found[0]+";\n")
	}},
	{"caddy", true, func(t *testing.T, dir, config, port string) {
		config = "{\n\tadmin off\n}\n" + replaced(t, config, "http://127.0.0.1 {", "http://127.0.0.1:"+port+" {")
		file := write(t, dir, "Caddyfile", config)
		start(t, []string{"HOME=" + dir, "XDG_DATA_HOME=" + dir, "XDG_CONFIG_HOME=" + dir}, tool(t, "caddy"), "run", "--config", file, "--adapter", "caddyfile")
	}},
	{"apache", true, startApache},
}

func startNginx(t *testing.T, dir, config, port, modules string) {
	t.Helper()
	config = replaced(t, replaced(t, config, "listen 80;", "listen 127.0.0.1:"+port+";"), "listen [::]:80;", "")
	temp := ""
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		temp += fmt.Sprintf("%s_temp_path %s;\n", kind, filepath.Join(dir, kind))
	}
	file := write(t, dir, "nginx.conf", modules+"daemon off;\nworker_processes 2;\npid "+filepath.Join(dir, "nginx.pid")+";\nerror_log "+filepath.Join(dir, "error.log")+
		";\nevents { worker_connections 512; }\nhttp {\naccess_log off;\nsendfile on;\nkeepalive_requests 100000;\n"+temp+config+"}\n")
	start(t, nil, tool(t, "nginx", "/usr/sbin/nginx"), "-e", filepath.Join(dir, "error.log"), "-p", dir, "-c", file)
}

// startApache gives Apache what a system's own configuration may have besides, so that the site's
// holds against it.
func startApache(t *testing.T, dir, config, port string) {
	t.Helper()
	config = replaced(t, config, "<VirtualHost *:80>", "<VirtualHost 127.0.0.1:"+port+">")
	modules := ""
	for _, m := range []string{"mpm_event", "authz_core", "alias", "dir", "mime", "negotiation", "autoindex", "headers", "rewrite", "setenvif", "deflate", "filter", "status"} {
		modules += fmt.Sprintf("LoadModule %s_module /usr/lib/apache2/modules/mod_%s.so\n", m, m)
	}
	file := write(t, dir, "apache.conf", modules+"ServerRoot "+dir+"\nServerName 127.0.0.1\nPidFile "+filepath.Join(dir, "apache.pid")+"\nErrorLog "+filepath.Join(dir, "error.log")+
		"\nDefaultRuntimeDir "+dir+"\nListen 127.0.0.1:"+port+"\nTypesConfig /etc/mime.types\nAddType application/x-gzip .gz .tgz\nAddEncoding x-gzip .gz\nAddLanguage br .br\n"+
		"AddDefaultCharset ISO-8859-1\nAddOutputFilterByType DEFLATE application/pdf\n<FilesMatch \"\\.php$\">\nSetHandler server-status\n</FilesMatch>\n"+config)
	start(t, nil, tool(t, "apache2", "/usr/sbin/apache2"), "-X", "-d", dir, "-f", file)
}

// startServer starts a server for a built site, and returns where it answers, without a path.
func startServer(t *testing.T, s aServer, root, base string) string {
	t.Helper()
	dir := t.TempDir()
	name, _, _ := strings.Cut(s.name, " ")
	var config strings.Builder
	if err := webserver.Print(&config, name, webserver.Site{Host: "127.0.0.1", Base: base, Root: root, Language: "zh"}); err != nil {
		t.Fatal(err)
	}
	port := freePort(t)
	s.start(t, dir, config.String(), port)
	await(t, s.name+" does not answer", func() error {
		conn, err := net.Dial("tcp", "127.0.0.1:"+port)
		if err != nil {
			if log, e := os.ReadFile(filepath.Join(dir, "error.log")); e == nil {
				err = fmt.Errorf("%w\n%s", err, log)
			}
			return err
		}
		return conn.Close()
	})
	return "http://127.0.0.1:" + port
}

// replaced is a text with its one such place replaced.
func replaced(t *testing.T, text, old, by string) string {
	t.Helper()
	if n := strings.Count(text, old); n != 1 {
		t.Fatalf("the configuration has %q %d times, want once", old, n)
	}
	return strings.Replace(text, old, by, 1)
}

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	p := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return p
}

// TestWebServersTakeTheirConfiguration lets each server check its configuration, in both languages, at the root
// of a host and below it, and refuse one that is broken.
func TestWebServersTakeTheirConfiguration(t *testing.T) {
	number := regexp.MustCompile(`\b80\b`)
	for _, base := range []string{"/", "/zwgk/", "/政务 公开/"} {
		for _, language := range []string{"zh", "en"} {
			for _, name := range []string{"caddy", "nginx", "apache"} {
				dir := t.TempDir()
				var config strings.Builder
				if err := webserver.Print(&config, name, webserver.Site{Host: "127.0.0.1", Base: base, Root: dir + "/网站 一", Language: language}); err != nil {
					t.Fatal(err)
				}
				check := func(config string) error {
					config = number.ReplaceAllString(config, "8080")
					switch name {
					case "caddy":
						cmd := exec.Command(tool(t, "caddy"), "adapt", "--validate", "--adapter", "caddyfile", "--config", write(t, dir, "Caddyfile", config))
						cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir)
						out, err := cmd.CombinedOutput()
						return wrap(err, out)
					case "nginx":
						file := write(t, dir, "nginx.conf", "pid "+dir+"/pid;\nevents {}\nhttp {\naccess_log off;\n"+config+"}\n")
						out, err := exec.Command(tool(t, "nginx", "/usr/sbin/nginx"), "-t", "-e", dir+"/error.log", "-p", dir, "-c", file).CombinedOutput()
						return wrap(err, out)
					}
					modules := ""
					for _, m := range []string{"mpm_event", "authz_core", "alias", "dir", "mime", "headers", "rewrite"} {
						modules += fmt.Sprintf("LoadModule %s_module /usr/lib/apache2/modules/mod_%s.so\n", m, m)
					}
					write(t, dir, "网站 一/index.html", "")
					file := write(t, dir, "apache.conf", modules+"ServerRoot "+dir+"\nServerName x\nListen 127.0.0.1:8080\nTypesConfig /etc/mime.types\nErrorLog "+dir+"/log\nDefaultRuntimeDir "+dir+"\n"+config)
					out, err := exec.Command(tool(t, "apache2", "/usr/sbin/apache2"), "-t", "-d", dir, "-f", file).CombinedOutput()
					return wrap(err, out)
				}
				if err := check(config.String()); err != nil {
					t.Errorf("%s, %s, %s: %v", name, base, language, err)
				}
				if err := check(config.String() + "\nnonsense {\n"); err == nil {
					t.Errorf("%s takes nonsense: this test proves nothing", name)
				}
			}
		}
	}
}

func wrap(err error, out []byte) error {
	if err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return nil
}

// scaffolded makes a new site.
func scaffolded(t *testing.T, dir string) {
	t.Helper()
	if _, err := scaffold.Site(dir); err != nil {
		t.Fatal(err)
	}
}
