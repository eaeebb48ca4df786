// The plaintext file: kept, replaced, erased, shared by processes, and refused when it looks wrong.
#include "store_calls.hpp"

#include "worlds/catch.hpp"
#include "worlds/client_world.hpp"

#include "stores/plaintext_file_store.hpp"
#include "stores/worker_store.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <memory>
#include <stdexcept>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

using namespace hellojohn;
using tests::erase;
using tests::load;
using tests::save;
using tests::StoreCall;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

struct Folder {
  explicit Folder(stores::LockPatience patience = {}) {
    std::string name = (fs::temp_directory_path() / "hellojohn-store-XXXXXX").string();
    path = ::mkdtemp(name.data());
    file = path / "session";
    store = stores::plaintext_file_store(file.string(), patience);
  }
  ~Folder() {
    store.reset();
    fs::remove_all(path);
  }
  [[nodiscard]] std::string bytes() const {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write(std::string_view text, mode_t mode = 0600) const {
    std::ofstream(file, std::ios::binary).write(text.data(), static_cast<long>(text.size()));
    ::chmod(file.c_str(), mode);
  }
  [[nodiscard]] std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(path), {}));
  }
  fs::path path;
  fs::path file;
  std::unique_ptr<SessionStore> store;
};

void check_storage(const Result<Secret>& loaded) {
  REQUIRE_FALSE(loaded.has_value());
  CHECK(loaded.error().code == Errc::storage);
  CHECK(loaded.error().outcome == Outcome::not_sent);
  CHECK_FALSE(loaded.error().detail.empty());
}

}  // namespace

TEST_CASE("file store: nothing, kept, replaced, erased") {
  Folder folder;
  CHECK(load(*folder.store)->empty());
  REQUIRE_FALSE(save(*folder.store, "first, and a longer one"));
  REQUIRE_FALSE(save(*folder.store, std::string_view("se\0cond", 7)));
  CHECK(load(*folder.store)->reveal() == std::string_view("se\0cond", 7));
  struct stat status {};
  REQUIRE(::stat(folder.file.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  CHECK(folder.entries() == 2);  // The file and its lock: nothing is left beside them.
  CHECK_FALSE(erase(*folder.store));
  CHECK_FALSE(erase(*folder.store));
  CHECK(load(*folder.store)->empty());
}

TEST_CASE("file store: every truncation and every flipped byte is refused") {
  Folder folder;
  REQUIRE_FALSE(save(*folder.store, "a session"));
  const std::string whole = folder.bytes();
  for (std::size_t i = 0; i < whole.size(); ++i) {
    CAPTURE(i);
    folder.write(whole.substr(0, i));
    check_storage(load(*folder.store));
    std::string flipped = whole;
    flipped[i] = static_cast<char>(flipped[i] ^ 1);
    folder.write(flipped);
    check_storage(load(*folder.store));
  }
  folder.write("hellojohn-file 2\n" + whole.substr(17));
  check_storage(load(*folder.store));
  folder.write(whole);
  CHECK(load(*folder.store)->reveal() == "a session");
}

TEST_CASE("file store: what is not a private regular file is refused") {
  Folder folder;
  REQUIRE_FALSE(save(*folder.store, "a session"));
  SECTION("open to others") { ::chmod(folder.file.c_str(), 0644); }
  SECTION("a symbolic link") {
    fs::rename(folder.file, folder.path / "other");
    fs::create_symlink(folder.path / "other", folder.file);
  }
  SECTION("a directory") {
    fs::remove(folder.file);
    fs::create_directory(folder.file);
    CHECK(save(*folder.store, "x")->code == Errc::storage);
    CHECK(folder.entries() == 2);
  }
  SECTION("a pipe, which must not block") {
    fs::remove(folder.file);
    REQUIRE(::mkfifo(folder.file.c_str(), 0600) == 0);
  }
  SECTION("huge") { fs::resize_file(folder.file, 1024 * 1024); }
  check_storage(load(*folder.store));
}

TEST_CASE("file store: no directory, and a full disk, keep the old session") {
  Folder folder;
  auto nowhere = plaintext_file_store((folder.path / "none" / "session").string());
  CHECK(save(*nowhere, "x")->code == Errc::storage);
  CHECK(load(*nowhere)->empty());
  REQUIRE_FALSE(save(*folder.store, "old"));
  // RLIMIT_FSIZE stands for the full disk: write() fails half-way.
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit tight{64, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &tight);
  const auto error = save(*folder.store, std::string(4096, 'x'));
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  REQUIRE(error);
  CHECK(error->code == Errc::storage);
  CHECK(load(*folder.store)->reveal() == "old");
  CHECK(folder.entries() == 2);
}

TEST_CASE("file store: without a descriptor each operation says resource, and the session stays") {
  Folder folder;
  REQUIRE_FALSE(save(*folder.store, "old"));
  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  const rlimit none{0, before.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &none);
  const auto loaded = load(*folder.store);
  const auto saved = save(*folder.store, "new");
  ::setrlimit(RLIMIT_NOFILE, &before);
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().code == Errc::resource);
  REQUIRE(saved);
  CHECK(saved->code == Errc::resource);
  CHECK(load(*folder.store)->reveal() == "old");
}

TEST_CASE("file store: how long a lock that another process keeps is waited for") {
  constexpr stores::LockPatience usual;
  CHECK(usual.writing == 2s);
  CHECK(usual.renewing == 20s);
  // A renewal whose lock was not had in time is made without it, and needs time for that.
  CHECK(usual.renewing + 5s < Timeouts{}.other);
}

TEST_CASE("file store: a lock that another process keeps is an error, not a hang") {
  constexpr auto for_ever = std::chrono::duration_cast<std::chrono::milliseconds>(1h);
  const bool for_renewal = GENERATE(false, true);
  Folder folder(for_renewal ? stores::LockPatience{for_ever, 0ms}
                            : stores::LockPatience{0ms, for_ever});
  const int theirs =
      ::open((folder.file.string() + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  REQUIRE(::flock(theirs, LOCK_EX) == 0);
  if (for_renewal) {
    StoreCall locked;
    REQUIRE(folder.store->lock(1, locked));
    const auto error = tests::result_of(locked.done);
    REQUIRE(error);
    CHECK(error->code == Errc::storage);
    CHECK(error->detail == "another process holds the session file's lock");
    StoreCall saved;
    folder.store->save(2, SecretView("x"), saved);
    auto end = saved.done.get_future();
    CHECK(end.wait_for(50ms) == std::future_status::timeout);
    ::close(theirs);
    CHECK_FALSE(end.get());
    return;
  }
  CHECK(save(*folder.store, "x")->code == Errc::storage);
  CHECK(erase(*folder.store)->code == Errc::storage);
  StoreCall locked;
  REQUIRE(folder.store->lock(1, locked));
  auto end = locked.done.get_future();
  CHECK(end.wait_for(50ms) == std::future_status::timeout);
  ::close(theirs);
  CHECK_FALSE(end.get());
}

TEST_CASE(
    "file store: the lock of a renewal keeps others out, not its owner, and ends with its "
    "process") {
  Folder folder({0ms, 20s});
  int ready[2], go[2];
  REQUIRE(::pipe(ready) == 0);
  REQUIRE(::pipe(go) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    auto theirs = plaintext_file_store(folder.file.string());
    StoreCall locked;
    bool well = theirs->lock(1, locked) && !tests::result_of(locked.done);
    well = well && !save(*theirs, "theirs");
    well = ::write(ready[1], well ? "y" : "n", 1) == 1 && well;
    char octet = 0;
    (void)!::read(go[0], &octet, 1);
    ::_exit(1);  // Not reached: it is killed while it holds the lock.
  }
  char octet = 0;
  REQUIRE(::read(ready[0], &octet, 1) == 1);
  CHECK(octet == 'y');
  CHECK(load(*folder.store)->reveal() == "theirs");  // Reading is whole at any time.
  CHECK(save(*folder.store, "ours")->code == Errc::storage);
  StoreCall waiting;
  REQUIRE(folder.store->lock(2, waiting));
  ::kill(child, SIGKILL);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFSIGNALED(status));
  CHECK_FALSE(tests::result_of(waiting.done));
  CHECK_FALSE(save(*folder.store, "ours"));
  auto another = stores::plaintext_file_store(folder.file.string(), {0ms, 0ms});
  CHECK(save(*another, "x")->code == Errc::storage);
  folder.store->unlock();
  CHECK_FALSE(erase(*folder.store));  // Behind the unlocking.
  CHECK_FALSE(save(*another, "x"));
  for (const int fd : {ready[0], ready[1], go[0], go[1]}) ::close(fd);
}

TEST_CASE("file store: two writers, and every load is one whole session") {
  Folder folder;
  const std::string a(3000, 'a'), b(5000, 'b');
  REQUIRE_FALSE(save(*folder.store, a));
  const pid_t child = ::fork();
  if (child == 0) {
    // A separate store: threads do not survive a fork.
    auto theirs = plaintext_file_store(folder.file.string());
    int bad = 0;
    for (int i = 0; i < 100; ++i) bad += save(*theirs, b) ? 1 : 0;
    ::_exit(bad == 0 ? 0 : 1);
  }
  for (int i = 0; i < 100; ++i) {
    REQUIRE_FALSE(save(*folder.store, a));
    const auto seen = load(*folder.store);
    REQUIRE(seen.has_value());
    REQUIRE((seen->reveal() == a || seen->reveal() == b));
  }
  int status = -1;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(status == 0);
}

TEST_CASE("a client signs in, is restored by the next one, and signs out") {
  Folder folder;
  const auto with_store = [&] {
    ClientOptions options;
    options.store = folder.store.get();
    return options;
  };
  {
    tests::ClientWorld world(with_store());
    auto pending = world.client->auth().sign_in({"a@example.com", SecretView("pw")});
    world.transport->respond(200, tests::signed_in_answer);
    REQUIRE(std::move(pending).get().has_value());
    CHECK(folder.bytes().find("access-one") != std::string::npos);
  }
  tests::ClientWorld world(with_store());
  auto restored = world.client->auth().restore().get();
  REQUIRE(restored.has_value());
  REQUIRE(restored->has_value());
  CHECK((*restored)->user_id == "usr_1");
  folder.write("junk");
  tests::ClientWorld third(with_store());
  CHECK(third.client->auth().restore().get().error().code == Errc::storage);
}

namespace {

struct StuckBackend final : stores::Backend {
  Result<Secret> load() override { return Secret(); }
  std::optional<Error> save(SecretView) override { return {}; }
  std::optional<Error> erase() override {
    entered.set_value();
    release.get_future().wait();
    return {};
  }
  std::promise<void> entered, release;
};

}  // namespace

TEST_CASE("a stuck store neither holds up the exit nor touches a client that is gone") {
  auto backend = std::make_shared<StuckBackend>();
  auto store = std::make_unique<stores::WorkerStore>(backend, 20ms);
  {
    ClientOptions options;
    options.store = store.get();
    tests::ClientWorld world(std::move(options));
    auto pending = world.client->auth().sign_in({"a@example.com", SecretView("pw")});
    world.transport->respond(200, tests::signed_in_answer);
    REQUIRE(std::move(pending).get().has_value());
    auto out = world.client->auth().sign_out();
    backend->entered.get_future().wait();
  }
  StoreCall after;
  store->load(9, after);
  store.reset();
  backend->release.set_value();
  CHECK(tests::result_of(after.loaded)
            ->empty());  // The erase before it has ended, at nobody's expense.
}
