package s3store

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io/fs"
	"net/http"

	"github.com/minio/minio-go/v7"

	"gongkai/generator/diag"
	"gongkai/generator/publish"
)

// code is the store's name for an error.
func code(err error) string { return minio.ToErrorResponse(err).Code }

// trouble finds the words for an error. Nothing of a request is in them: requests are signed.
func (s *Store) trouble(name string, err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	var already *publish.Error
	if errors.As(err, &already) {
		return err
	}
	var local *fs.PathError
	if errors.As(err, &local) {
		return err
	}
	e := &publish.Error{Err: err}
	var wrongName x509.HostnameError
	var unknown x509.UnknownAuthorityError
	var certificate *tls.CertificateVerificationError
	switch c := code(err); {
	case c == "NoSuchKey":
		e.Err = errors.Join(fs.ErrNotExist, err)
		e.Message = diag.Textf("对象存储里没有 %s", "the object store has no %s", name)
	case c == "NoSuchBucket":
		e.Message = diag.Textf("没有存储桶 %s", "there is no bucket %s", s.bucket)
		e.Hint = diag.Textf("请检查名称，或先在对象存储的控制台新建", "check the name, or make the bucket in the store's console first")
	case c == "InvalidAccessKeyId" || c == "SignatureDoesNotMatch" || c == "InvalidToken" || c == "ExpiredToken" ||
		c == "XAdminUserNotFound": // versitygw's
		e.Message = diag.Textf("对象存储不接受这组密钥（%s）", "the object store did not accept the keys (%s)", c)
		e.Hint = diag.Textf("请检查 AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY、AWS_SESSION_TOKEN 或 ~/.aws/credentials", "check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN or ~/.aws/credentials")
	case c == "AccessDenied" || c == "AllAccessDisabled":
		e.Message = diag.Textf("密钥没有权限访问 s3://%s/%s", "the keys do not permit access to s3://%s/%s", s.bucket, s.prefix+name)
		e.Hint = diag.Textf("需要列出、读、写、删除的权限（s3:ListBucket、GetObject、PutObject、DeleteObject）", "they need to list, read, write and delete (s3:ListBucket, GetObject, PutObject, DeleteObject)")
	case c == "RequestTimeTooSkewed":
		e.Message = diag.Textf("本机的时钟不对，对象存储拒绝了请求", "this machine's clock is wrong, and the object store refused the request")
		e.Hint = diag.Textf("请校准时间后再运行", "set the clock and run the command again")
	case c == "AuthorizationHeaderMalformed" || c == "PermanentRedirect" || c == "MovedPermanently":
		e.Message = diag.Textf("存储桶 %s 在另一个区域", "the bucket %s is in another region", s.bucket)
		e.Hint = diag.Textf("请设环境变量 AWS_REGION", "set the environment variable AWS_REGION")
	case c == "BadDigest" || c == "XAmzContentSHA256Mismatch" || c == "InvalidDigest" || c == "XAmzContentChecksumMismatch":
		e.Message = diag.Textf("到达对象存储的内容与发送的不同：%s", "other bytes arrived at the object store than were sent: %s", name)
		e.Hint = diag.Textf("请再运行一次；发布时不要改动文件", "run the command again; do not change files while they are published")
	case c == "QuotaExceeded" || c == "XMinioStorageFull" || c == "InsufficientCapacity" || c == "EntityTooLarge":
		e.Message = diag.Textf("对象存储放不下 %s（%s）", "the object store has no room for %s (%s)", name, c)
		e.Hint = diag.Textf("请增加配额，再运行一次；已经送到的不会再发送", "enlarge the quota and run the command again; what has arrived is not sent again")
	case c == "KeyTooLongError" || c == "XMinioInvalidObjectName":
		e.Message = diag.Textf("名称对对象存储来说太长：%s", "the name is too long for the object store: %s", name)
		e.Hint = diag.Textf("请改短文件名后重新生成", "shorten the name and build again")
	case errors.As(err, &wrongName) || errors.As(err, &unknown) || errors.As(err, &certificate):
		e.Message = diag.Textf("不能确认 %s 的身份：它的证书不可信", "the certificate of %s is not trusted", s.host)
		e.Hint = diag.Textf("没有发送任何内容。内部的证书机构请用环境变量 AWS_CA_BUNDLE 指定", "nothing was sent; name an authority of your own with the environment variable AWS_CA_BUNDLE")
	case minio.ToErrorResponse(err).StatusCode == http.StatusForbidden || minio.ToErrorResponse(err).StatusCode == http.StatusUnauthorized:
		e.Message = diag.Textf("对象存储不接受这组密钥（%s）", "the object store did not accept the keys (%s)", c)
		e.Hint = diag.Textf("它的说明：%s", "it says: %s", minio.ToErrorResponse(err).Message)
	case c != "":
		e.Message = diag.Textf("对象存储没有完成对 %s 的操作（%s）", "the object store did not do what was asked for %s (%s)", name, c)
		e.Hint = diag.Textf("它的说明：%s", "it says: %s", minio.ToErrorResponse(err).Message)
	default:
		e.Message = diag.Textf("与对象存储 %s 的连接断了，或连不上", "the connection to the object store %s was cut, or cannot be made", s.host)
		e.Hint = diag.Textf("已经送到的不会再发送；请检查网络和 AWS_ENDPOINT_URL，再运行一次", "what has arrived is not sent again; check the network and AWS_ENDPOINT_URL, and run the command again")
		e.Hint = diag.Textf("%s（%v）", "%s (%v)", e.Hint, cause(err))
	}
	return e
}

// cause is the innermost of an error: what it is wrapped in tells the request.
func cause(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}
