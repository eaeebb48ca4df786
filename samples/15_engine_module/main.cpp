// The library as a module of an engine: compiled from the plain lists of sources by build.sh, without Boost.Asio, OpenSSL,
// exceptions or RTTI; the engine's own HTTP, log, clock and memory. Plays a sign-in with a backup code in frames and
// prints what it cost.
#include "engine.hpp"

#include <hellojohn/hellojohn.hpp>
#include <hellojohn/widgets/account_access.hpp>
#include <hellojohn/widgets/code_field.hpp>

#include <dirent.h>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>

namespace {

namespace ui = hellojohn::widgets;

struct Engine {
  engine::FrameClock clock;
  engine::Log log;
  engine::Http* http = nullptr;  // Owned by the client.

  hellojohn::Client make_client() {
    auto transport = std::make_unique<engine::Http>();
    http = transport.get();
    hellojohn::ClientOptions options;
    options.base_url = "https://auth.example.com";
    options.tenant_id = "tnt_1";
    options.publishable_key = "pk_test_engine";
    options.transport = std::move(transport);
    options.clock = &clock;
    options.log = &log;
    auto client = hellojohn::Client::create(std::move(options));
    if (!client) std::abort();
    return std::move(client).value();
  }

  void frame(hellojohn::Client& client) {
    clock.begin_frame();
    http->update();
    client.poll();
  }
};

/// Tasks of the process except the one that runs main.
int other_threads() {
  int tasks = 0;
  DIR* folder = opendir("/proc/self/task");
  if (folder == nullptr) return -1;
  while (const dirent* entry = readdir(folder)) tasks += entry->d_name[0] == '.' ? 0 : 1;
  closedir(folder);
  return tasks - 1;
}

/// A person's way through the screens; a game would draw access.view() in each frame.
bool play_sign_in(Engine& engine, hellojohn::Client& client) {
  ui::AccountAccess access(client, ui::Host{}, {"My game", "", {}});
  const auto frames = [&](int count) {
    for (int i = 0; i < count; ++i) {
      engine.frame(client);
      access.update(engine.clock.now());
    }
  };
  frames(60);
  access.view().main->find(ui::Role::text_field)->input->assign("bob@example.com");
  access.view().main->find(ui::Role::password_field)->input->assign("staple orbit lantern");
  access.apply({ui::Action::submit});
  frames(60);
  access.apply({ui::Action::use_backup_code});
  frames(60);
  const ui::Element* field = access.view().main->find(ui::Role::code_field);
  if (access.view().place != ui::Place::challenge || field == nullptr) return false;
  (void)field->code->paste("ABCD-EFGH");
  access.apply({ui::Action::submit});
  frames(60);
  return access.view().signed_in;
}

/// Allocations of one warm call: the difference between many and none.
engine::Allocations cost_of_verify(Engine& engine, hellojohn::Client& client, int calls) {
  const hellojohn::Challenge challenge{"chl_1", {}};
  const auto verify_once = [&] {
    auto call = client.mfa().verify_backup_code(challenge, "ABCD-EFGH");
    while (!call.ready()) engine.frame(client);
    if (!std::move(call).take()) std::abort();
  };
  verify_once();
  const auto before = engine::allocations();
  for (int i = 0; i < calls; ++i) verify_once();
  const auto after = engine::allocations();
  const auto n = static_cast<std::size_t>(calls);
  return {(after.count - before.count) / n, (after.bytes - before.bytes) / n};
}

}  // namespace

int main() {
  Engine engine;
  hellojohn::Client client = engine.make_client();
  const bool signed_in = play_sign_in(engine, client);
  engine.log.mute();
  const auto verify = cost_of_verify(engine, client, 100);
  std::printf("signed in: %s\n", signed_in ? "yes" : "no");
  std::printf("threads of ours: %d\n", other_threads());
  std::printf("operator new per verify: %zu (%zu bytes)\n", verify.count, verify.bytes);
  return signed_in ? 0 : 1;
}
