// The session files of Windows, plain and encrypted: kept, replaced, erased, locked, and refused when they look wrong.
#include "store_calls.hpp"

#include "worlds/catch.hpp"

#include "stores/plaintext_file_store.hpp"

#include <hellojohn/stores/dpapi_store.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <string>

#include <windows.h>

#include <aclapi.h>
#include <sddl.h>

using namespace hellojohn;
using tests::erase;
using tests::load;
using tests::save;
using tests::StoreCall;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

/// With a letter that the ANSI code page may not have.
struct Folder {
  Folder()
      : path(fs::temp_directory_path() /
             fs::path(u8"hellojohn-\u0142-" + std::u8string(number().begin(), number().end()))),
        file(path / "session") {
    fs::create_directory(path);
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] std::string name() const {
    const std::u8string text = file.u8string();
    return {text.begin(), text.end()};
  }
  [[nodiscard]] std::unique_ptr<SessionStore> plain() const {
    return stores::plaintext_file_store(name(), {300ms, 300ms});
  }
  [[nodiscard]] std::unique_ptr<SessionStore> encrypted(
      std::string application = "com.example") const {
    return dpapi_store({name(), std::move(application)});
  }
  [[nodiscard]] std::string bytes() const {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write(std::string_view text) const {
    std::ofstream(file, std::ios::binary).write(text.data(), static_cast<long>(text.size()));
  }
  [[nodiscard]] std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(path), {}));
  }
  fs::path path;
  fs::path file;

 private:
  static const std::string& number() {
    static const std::string once = std::to_string(std::random_device()());
    return once;
  }
};

void check_storage(const Result<Secret>& loaded) {
  REQUIRE_FALSE(loaded.has_value());
  CHECK(loaded.error().code == Errc::storage);
  CHECK(loaded.error().outcome == Outcome::not_sent);
}

}  // namespace

TEST_CASE("windows file store: nothing, kept, replaced, erased") {
  Folder folder;
  const auto store = folder.plain();
  CHECK(load(*store)->empty());
  REQUIRE_FALSE(save(*store, "first, and a longer one"));
  REQUIRE_FALSE(save(*store, std::string_view("se\0cond", 7)));
  CHECK(load(*store)->reveal() == std::string_view("se\0cond", 7));
  CHECK(folder.entries() == 2);  // The file and its lock: nothing is left beside them.
  CHECK_FALSE(erase(*store));
  CHECK_FALSE(erase(*store));
  CHECK(load(*store)->empty());
}

TEST_CASE("windows file store: a truncated or changed file is refused") {
  Folder folder;
  const auto store = folder.plain();
  REQUIRE_FALSE(save(*store, "a session"));
  const std::string whole = folder.bytes();
  for (std::size_t i = 0; i < whole.size(); ++i) {
    CAPTURE(i);
    folder.write(whole.substr(0, i));
    check_storage(load(*store));
  }
  std::string flipped = whole;
  flipped.back() = static_cast<char>(flipped.back() ^ 1);
  folder.write(flipped);
  check_storage(load(*store));
  folder.write(whole);
  CHECK(load(*store)->reveal() == "a session");
}

TEST_CASE(
    "windows file store: only the user may read the file, and one that others may read is "
    "refused") {
  Folder folder;
  const auto store = folder.plain();
  REQUIRE_FALSE(save(*store, "a session"));
  PSECURITY_DESCRIPTOR open = nullptr;
  REQUIRE(::ConvertStringSecurityDescriptorToSecurityDescriptorW(
              L"D:P(A;;FA;;;WD)", SDDL_REVISION_1, &open, nullptr) != 0);
  REQUIRE(::SetFileSecurityW(folder.file.c_str(), DACL_SECURITY_INFORMATION, open) != 0);
  ::LocalFree(open);
  const auto loaded = load(*store);
  check_storage(loaded);
  CHECK(loaded.error().detail == "the session file is open to others");
}

TEST_CASE("windows file store: a directory is refused") {
  Folder folder;
  const auto store = folder.plain();
  fs::create_directory(folder.file);
  check_storage(load(*store));
  CHECK(save(*store, "x")->code == Errc::storage);
}

TEST_CASE("windows file store: one store at a time holds the lock of a renewal") {
  Folder folder;
  const auto one = folder.plain();
  const auto two = folder.plain();
  StoreCall first;
  REQUIRE(one->lock(1, first));
  CHECK_FALSE(tests::result_of(first.done));
  REQUIRE_FALSE(save(*one, "by the holder"));
  const auto refused = save(*two, "by another one");
  REQUIRE(refused);
  CHECK(refused->detail == "another process holds the session file's lock");
  one->unlock();
  CHECK(load(*one)->reveal() == "by the holder");
  CHECK_FALSE(save(*two, "afterwards"));
}

TEST_CASE("dpapi store: kept, replaced, erased, and not readable in the file") {
  Folder folder;
  const auto store = folder.encrypted();
  CHECK(load(*store)->empty());
  REQUIRE_FALSE(save(*store, "a session that nobody reads"));
  CHECK(folder.bytes().find("session that") == std::string::npos);
  CHECK(load(*store)->reveal() == "a session that nobody reads");
  REQUIRE_FALSE(save(*store, "second"));
  CHECK(load(*store)->reveal() == "second");
  CHECK_FALSE(erase(*store));
  CHECK(load(*store)->empty());
}

TEST_CASE("dpapi store: another application's name, or a plain file, cannot be decrypted") {
  Folder folder;
  REQUIRE_FALSE(save(*folder.encrypted(), "a session"));
  check_storage(load(*folder.encrypted("com.other")));
  REQUIRE_FALSE(save(*folder.plain(), "a session"));
  check_storage(load(*folder.encrypted()));
}
