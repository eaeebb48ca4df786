// OpenSSL decodes a certificate whole or not at all, so the way to the name is walked here.
#include "net/tls/root_list.hpp"

#include <openssl/asn1.h>

#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace net {
namespace {

/// What is left of a sequence of DER elements.
struct Elements {
  const unsigned char* at;
  const unsigned char* end;

  struct Element {
    const unsigned char* begin;
    const unsigned char* content;
    const unsigned char* end;
    int tag;
  };
  /// False if no whole element follows.
  bool next(Element& out) {
    out.begin = out.content = at;
    long size = 0;
    int kind = 0;
    const int form =
        ASN1_get_object(&out.content, &size, &out.tag, &kind, static_cast<long>(end - at));
    constexpr int failed = 0x80;
    constexpr int without_length = 0x01;
    if ((form & (failed | without_length)) != 0) return false;
    if (kind != V_ASN1_UNIVERSAL) out.tag = -1;
    at = out.end = out.content + size;
    return true;
  }
  /// Goes into the sequence that follows. False if none does.
  bool enter() {
    Element sequence{};
    if (!next(sequence) || sequence.tag != V_ASN1_SEQUENCE) return false;
    *this = {sequence.content, sequence.end};
    return true;
  }
};

/// RFC 5280, 4.1: the certificate's first element holds version (may be absent), serial number, algorithm, issuer, validity,
/// subject. Null for other bytes.
NamePtr name_in(const std::string& der) {
  const auto* begin = reinterpret_cast<const unsigned char*>(der.data());
  Elements left{begin, begin + der.size()};
  Elements::Element one{};
  if (!left.enter() || !left.enter() || !left.next(one)) return nullptr;
  if (one.tag != V_ASN1_INTEGER && !left.next(one)) return nullptr;
  for (int skipped = 0; skipped < 3; ++skipped)
    if (!left.next(one)) return nullptr;
  if (!left.next(one)) return nullptr;
  return NamePtr(d2i_X509_NAME(nullptr, &one.begin, static_cast<long>(one.end - one.begin)));
}

}  // namespace

RootList::RootList(std::vector<std::string> certificates) {
  roots_.reserve(certificates.size());
  for (std::string& der : certificates)
    if (NamePtr name = name_in(der)) roots_.push_back({std::move(name), std::move(der)});
  throw_where_memory_ran_out();
}

void RootList::add_named(const X509_NAME* name, X509_STORE* store) {
  for (Root& root : roots_) {
    if (X509_NAME_cmp(root.name.get(), name) != 0) continue;
    if (!root.decoded) root.decoded = read_certificate(root.der);
    if (root.decoded && X509_STORE_add_cert(store, root.decoded.get()) != 1) throw_out_of_memory();
  }
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
