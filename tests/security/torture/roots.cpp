// Every allocation fails in turn while a trusted root is decoded. Either a server of that root is trusted, or the caller hears
// that memory ran out and may ask again.
#include "failing_memory.hpp"

#include "net/tls/root_list.hpp"
#include "worlds/trusting_store.hpp"

#include <cstdio>
#include <new>
#include <string>

namespace hellojohn::tests {
namespace {

constexpr long beyond_the_last = 1000000;

/// False if there was no memory.
bool add(net::RootList& list, X509* root, X509_STORE* store) {
  try {
    list.add_named(X509_get_subject_name(root), store);
    return true;
  } catch (const std::bad_alloc&) {
    return false;
  }
}

struct Figures {
  long points = 0;
  long told = 0;
  long findings = 0;

  void find(const char* what, long point) {
    if (++findings < 10) std::printf("%s: allocation %ld\n", what, point);
  }
};

/// False once there are fewer allocations than `point`.
bool fail_at(long point, const std::string& der, X509* root, Figures& figures) {
  net::RootList list({der});
  const StorePtr store(X509_STORE_new());
  memory::arm(point, memory::Shortage::once);
  const bool added = add(list, root, store.get());
  memory::disarm();
  const bool failed = memory::counted() >= point;
  if (failed) ++figures.points;
  if (!added) ++figures.told;
  if (!added && !add(list, root, store.get())) figures.find("of no use afterwards", point);
  if (!trusts(store.get(), root)) figures.find("not trusted, and nobody was told", point);
  return failed;
}

/// Blocks that OpenSSL keeps after such a failure do not count.
Figures fail_everywhere(const std::string& der) {
  Figures figures;
  const net::CertificatePtr root = net::read_certificate(der);
  (void)fail_at(beyond_the_last, der, root.get(), figures);
  const long kept = memory::live();
  for (long point = 1; fail_at(point, der, root.get(), figures); ++point)
    if (memory::live() > kept) figures.find("leak", point);
  return figures;
}

}  // namespace
}  // namespace hellojohn::tests

int main() {
  using namespace hellojohn;
  if (!tests::memory::count_openssl()) return 2;
  const auto roots = net::read_system_roots();
  if (roots.empty()) return std::puts("this system trusts nobody"), 2;
  const tests::Figures figures = tests::fail_everywhere(roots.front());
  std::printf("roots: %ld allocations made to fail, %ld told as such, %ld findings\n",
              figures.points, figures.told, figures.findings);
  return figures.findings == 0 && figures.told > 0 ? 0 : 1;
}
