// The same with every headless component behind AccountAccess; with BENCH_WORDS also the words of its screens.
#include <hellojohn/hellojohn.hpp>
#include <hellojohn/widgets/account_access.hpp>
#include <hellojohn/widgets/text.hpp>

#include <chrono>
#include <cstdio>
#include <utility>

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  hellojohn::ClientOptions options;
  options.base_url = argv[1];
  options.tenant_id = argv[2];
  options.publishable_key = argv[3];
  auto client = hellojohn::Client::create(std::move(options));
  if (!client) return 1;
  const auto done = client->mfa().verify_challenge({"chl", "backup_codes", "ABCD-EFGH"}).get();
  std::puts(done ? "in" : to_string(done.error().code));
  hellojohn::widgets::AccountAccess access(*client, {});
  access.update(std::chrono::steady_clock::now());
  std::printf("%d\n", static_cast<int>(access.view().place));
#ifdef BENCH_WORDS
  const hellojohn::widgets::Text text;
  const auto words = text.words(hellojohn::widgets::MessageId::date_order);
  std::printf("%.*s\n", static_cast<int>(words.size()), words.data());
#endif
}
