// Package s3store publishes to object stores that speak the protocol of Amazon S3.
//
// Each object is sent with its SHA-256, which the store has to compare (x-amz-content-sha256 and
// x-amz-checksum-sha256), whether or not the connection is encrypted.
package s3store

import (
	"crypto/x509"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
	"gopkg.in/ini.v1"

	"gongkai/generator/diag"
	"gongkai/generator/publish"
)

// Open returns the store of an address like s3://bucket/prefix. Keys, region and endpoint come from
// the variables of the environment and the files that Amazon's own tools read. notice gets what the user
// should know of the store.
func Open(raw string, env func(string) string, notice func(diag.Text)) (*Store, error) {
	u, err := url.Parse(raw)
	if err == nil && u.User != nil {
		return nil, &publish.Error{Message: diag.Textf("目标地址里不能写密钥", "an address must not contain keys"),
			Hint: diag.Textf("请用环境变量 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY，或 ~/.aws/credentials", "use the environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or ~/.aws/credentials")}
	}
	if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return nil, &publish.Error{Message: diag.Textf("目标地址写得不对", "the target's address is not right"),
			Hint: diag.Textf("请写成 s3://存储桶/前缀", "write it like s3://bucket/prefix")}
	}
	s := &Store{bucket: u.Host, prefix: strings.TrimPrefix(path.Clean("/"+u.Path), "/"), notice: notice}
	if s.prefix != "" {
		s.prefix += "/"
	}
	profile := readProfile(env)
	keys := credentials.NewStaticV4(env("AWS_ACCESS_KEY_ID"), env("AWS_SECRET_ACCESS_KEY"), env("AWS_SESSION_TOKEN"))
	if env("AWS_ACCESS_KEY_ID") == "" || env("AWS_SECRET_ACCESS_KEY") == "" {
		keys = credentials.NewFileAWSCredentials("", env("AWS_PROFILE"))
		if v, err := keys.GetWithContext(nil); err != nil || v.AccessKeyID == "" {
			return nil, &publish.Error{Message: diag.Textf("没有对象存储的密钥", "there are no keys for the object store"),
				Hint: diag.Textf("请设环境变量 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY，或写入 ~/.aws/credentials", "set the environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or write them into ~/.aws/credentials")}
		}
	}
	region := first(env("AWS_REGION"), env("AWS_DEFAULT_REGION"), profile.region)
	end := first(env("AWS_ENDPOINT_URL_S3"), env("AWS_ENDPOINT_URL"), profile.endpoint)
	host, secure, err := endpoint(end, region)
	if err != nil {
		return nil, err
	}
	transport, err := transport(secure, env("AWS_CA_BUNDLE"))
	if err != nil {
		return nil, err
	}
	if region == "" && end != "" {
		region = "us-east-1" // what stores of one region call it
	}
	client, err := minio.NewCore(host, &minio.Options{Creds: keys, Secure: secure, Region: region, BucketLookup: lookup(host), Transport: transport, MaxRetries: 5})
	if err != nil {
		return nil, &publish.Error{Message: diag.Textf("对象存储的地址写得不对", "the address of the object store is not right"),
			Hint: diag.Textf("请检查环境变量 AWS_ENDPOINT_URL", "check the environment variable AWS_ENDPOINT_URL")}
	}
	s.c, s.host = client, host
	return s, nil
}

func first(all ...string) string {
	for _, s := range all {
		if s != "" {
			return s
		}
	}
	return ""
}

// endpoint is the host of a store, Amazon's where none is named.
func endpoint(raw, region string) (host string, secure bool, err error) {
	switch {
	case raw == "" && strings.HasPrefix(region, "cn-"):
		return "s3." + region + ".amazonaws.com.cn", true, nil
	case raw == "":
		return "s3.amazonaws.com", true, nil
	}
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.User != nil || strings.Trim(u.Path, "/") != "" || u.Scheme != "https" && u.Scheme != "http" {
		return "", false, &publish.Error{Message: diag.Textf("AWS_ENDPOINT_URL 写得不对", "AWS_ENDPOINT_URL is not right"),
			Hint: diag.Textf("请写成 https://主机:端口，不带路径和密钥", "write it like https://host:port, without a path and without keys")}
	}
	return u.Host, u.Scheme == "https", nil
}

// lookup is how a bucket is named: some stores only take it as part of the host.
func lookup(host string) minio.BucketLookupType {
	for _, suffix := range []string{".myqcloud.com", ".aliyuncs.com", ".myhuaweicloud.com", ".volces.com"} {
		if strings.HasSuffix(host, suffix) {
			return minio.BucketLookupDNS
		}
	}
	return minio.BucketLookupAuto
}

func transport(secure bool, authorities string) (*http.Transport, error) {
	t, err := minio.DefaultTransport(secure)
	if err != nil {
		return nil, err
	}
	if secure && authorities != "" {
		data, err := os.ReadFile(authorities)
		pool := x509.NewCertPool()
		if err != nil || !pool.AppendCertsFromPEM(data) {
			return nil, &publish.Error{Message: diag.Textf("AWS_CA_BUNDLE 指的文件里没有证书", "the file that AWS_CA_BUNDLE names holds no certificate"),
				Hint: diag.Textf("它应是 PEM 文件", "it should be a PEM file"), Err: err}
		}
		t.TLSClientConfig.RootCAs = pool
	}
	return t, nil
}

// profile is what ~/.aws/config says besides keys.
type profile struct{ region, endpoint string }

func readProfile(env func(string) string) (p profile) {
	file := env("AWS_CONFIG_FILE")
	if file == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return p
		}
		file = filepath.Join(home, ".aws", "config")
	}
	settings, err := ini.Load(file)
	if err != nil {
		return p
	}
	name := "default"
	if v := env("AWS_PROFILE"); v != "" && v != name {
		name = "profile " + v
	}
	section := settings.Section(name)
	return profile{section.Key("region").String(), section.Key("endpoint_url").String()}
}
