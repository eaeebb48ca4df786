// Blocking sockets, one thread per connection: slow and plain, so that what it does is beyond
// doubt.
#include "worlds/raw_peer.hpp"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

namespace hellojohn::tests {
namespace {

struct Identity {
  std::shared_ptr<EVP_PKEY> key;
  std::shared_ptr<X509> certificate;
};

void add_extension(X509* certificate, X509* issuer, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value);
  if (extension == nullptr) throw std::runtime_error("extension");
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

Identity make_identity(const CertificateNames& names, const Identity* issuer) {
  static std::atomic<long> serial{1};
  Identity out;
  out.key.reset(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  out.certificate.reset(X509_new(), &X509_free);
  X509* x = out.certificate.get();
  X509_set_version(x, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(x), serial++);
  // Fixed: the digits of the hour of a run may be those of a one-time code, which the tests of residue would then find.
  ASN1_TIME_set_string_X509(X509_getm_notBefore(x), "20200101000000Z");
  ASN1_TIME_set_string_X509(X509_getm_notAfter(x), "20491231235959Z");
  X509_set_pubkey(x, out.key.get());
  X509_NAME* name = X509_get_subject_name(x);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(names.common_name.c_str()), -1,
                             -1, 0);
  X509* signer = issuer != nullptr ? issuer->certificate.get() : x;
  X509_set_issuer_name(x, X509_get_subject_name(signer));
  add_extension(x, signer, NID_subject_key_identifier, "hash");
  if (issuer == nullptr) {
    add_extension(x, signer, NID_basic_constraints, "critical,CA:TRUE");
    add_extension(x, signer, NID_key_usage, "critical,keyCertSign,cRLSign");
  } else if (!names.subject_alt.empty()) {
    add_extension(x, signer, NID_subject_alt_name, names.subject_alt.c_str());
  }
  X509_sign(x, issuer != nullptr ? issuer->key.get() : out.key.get(), EVP_sha256());
  return out;
}

std::string pem_of(const Identity& identity) {
  BIO* out = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(out, identity.certificate.get());
  char* data = nullptr;
  const long size = BIO_get_mem_data(out, &data);
  std::string pem(data, static_cast<std::size_t>(size));
  BIO_free(out);
  return pem;
}

const Identity& authority() {
  static const Identity ca = make_identity({"Test CA", ""}, nullptr);
  return ca;
}

SSL_CTX* make_server_context(const TlsSetup& setup) {
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  const Identity leaf = make_identity(setup.names, &authority());
  if (setup.max_version < TLS1_2_VERSION) SSL_CTX_set_security_level(context, 0);
  SSL_CTX_set_min_proto_version(context,
                                setup.max_version < TLS1_2_VERSION ? TLS1_VERSION : TLS1_2_VERSION);
  SSL_CTX_set_max_proto_version(context, setup.max_version);
  if (!setup.ciphers.empty()) SSL_CTX_set_cipher_list(context, setup.ciphers.c_str());
  if (!setup.suites.empty()) SSL_CTX_set_ciphersuites(context, setup.suites.c_str());
  SSL_CTX_use_certificate(context, leaf.certificate.get());
  SSL_CTX_use_PrivateKey(context, leaf.key.get());
  const unsigned char id[] = "raw";
  SSL_CTX_set_session_id_context(context, id, sizeof id);
  if (setup.demand_client_certificate)
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  return context;
}

std::size_t body_size(const std::string& head) {
  const auto at = head.find("Content-Length: ");
  return at == std::string::npos ? 0 : std::strtoul(head.c_str() + at + 16, nullptr, 10);
}

}  // namespace

const std::string& test_ca_pem() {
  static const std::string pem = pem_of(authority());
  return pem;
}

const std::string& namesake_ca_pem() {
  static const std::string pem = pem_of(make_identity({"Test CA", ""}, nullptr));
  return pem;
}

const std::string& other_ca_pem() {
  static const std::string pem = pem_of(make_identity({"Other CA", ""}, nullptr));
  return pem;
}

int Wire::read_some(char* out, int size) {
  while (!stop_) {
    if (ssl_ != nullptr && SSL_pending(ssl_) > 0) return SSL_read(ssl_, out, size);
    pollfd waiting{fd_, POLLIN, 0};
    if (::poll(&waiting, 1, 20) <= 0) continue;
    if (ssl_ != nullptr) return SSL_read(ssl_, out, size);
    return static_cast<int>(::recv(fd_, out, static_cast<std::size_t>(size), 0));
  }
  return -1;
}

std::string Wire::read_request() {
  for (;;) {
    const auto end = pending_.find("\r\n\r\n");
    if (end != std::string::npos) {
      const std::size_t whole = end + 4 + body_size(pending_.substr(0, end + 2));
      if (pending_.size() >= whole) {
        std::string request = pending_.substr(0, whole);
        pending_.erase(0, whole);
        return request;
      }
    }
    char buffer[4096];
    const int size = read_some(buffer, sizeof buffer);
    if (size <= 0) return {};
    pending_.append(buffer, static_cast<std::size_t>(size));
  }
}

bool Wire::read_any() {
  char buffer[4096];
  return read_some(buffer, sizeof buffer) > 0;
}

void Wire::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const int sent = ssl_ != nullptr
                         ? SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()))
                         : static_cast<int>(::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL));
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void Wire::write_raw(std::string_view bytes) {
  (void)::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

void Wire::close_notify() {
  if (ssl_ != nullptr) SSL_shutdown(ssl_);
}

void Wire::reset() {
  const linger now{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

void Wire::hold() {
  char buffer[1024];
  while (read_some(buffer, sizeof buffer) > 0) {
  }
}

RawPeer::RawPeer(Script script) : script_(std::move(script)) { listen(); }

RawPeer::RawPeer(Script script, const TlsSetup& tls)
    : script_(std::move(script)), context_(make_server_context(tls)) {
  listen();
}

RawPeer::RawPeer(Script script, SSL_CTX* context) : script_(std::move(script)), context_(context) {
  listen();
}

RawPeer::~RawPeer() {
  stop_ = true;
  acceptor_.join();
  for (std::thread& worker : workers_) worker.join();
  ::close(listener_);
  SSL_CTX_free(context_);
}

void RawPeer::listen() {
#if defined(SIGPIPE)
  ::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL here; the transport must not.
#endif
  listener_ = static_cast<int>(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::listen(listener_, 128) != 0)
    throw std::runtime_error("cannot listen");
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { serve(); });
}

std::string RawPeer::origin() const {
  return origin(context_ != nullptr ? "localhost" : "127.0.0.1");
}

std::string RawPeer::origin(std::string_view host) const {
  return std::string(context_ != nullptr ? "https://" : "http://") + std::string(host) + ":" +
         std::to_string(port_);
}

void RawPeer::serve() {
  while (!stop_) {
    pollfd waiting{listener_, POLLIN, 0};
    if (::poll(&waiting, 1, 20) <= 0) continue;
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) continue;
    ++connections_;
    workers_.emplace_back([this, fd] { serve_one(fd); });
  }
}

void RawPeer::serve_one(int fd) {
  const timeval limit{5, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  SSL* ssl = nullptr;
  if (context_ != nullptr) {
    ssl = SSL_new(context_);
    SSL_set_fd(ssl, fd);
  }
  if (ssl == nullptr || SSL_accept(ssl) == 1) {
    Wire wire(fd, ssl, stop_);
    script_(wire);
  }
  SSL_free(ssl);
  ERR_clear_error();
  ::close(fd);
  const std::lock_guard lock(mutex_);
  ++closed_;
  changed_.notify_all();
}

void RawPeer::wait_closed(int count) {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, std::chrono::seconds(20), [&] { return closed_ >= count; }))
    throw std::runtime_error("the peer's connections are still open");
}

}  // namespace hellojohn::tests
