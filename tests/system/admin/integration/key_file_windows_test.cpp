// A key file that others can read is refused on Windows, and so is a folder.
#include "apps/common/access_windows.hpp"
#include "apps/common/record_file.hpp"
#include "worlds/catch.hpp"
#include "worlds/temporary_folder.hpp"
#include "worlds/terminal.hpp"

#include <filesystem>
#include <string>

#include <sddl.h>

using hellojohn::tests::TemporaryFolder;
using hellojohn::tests::Terminal;

namespace {

/// A file with this list of access.
void put_file(const std::string& path, std::string_view content, SECURITY_ATTRIBUTES* access) {
  const HANDLE file = ::CreateFileW(samples::wide(path).c_str(), GENERIC_WRITE, 0, access,
                                    CREATE_NEW, FILE_ATTRIBUTE_NORMAL, nullptr);
  REQUIRE(file != INVALID_HANDLE_VALUE);
  DWORD size = 0;
  CHECK(::WriteFile(file, content.data(), static_cast<DWORD>(content.size()), &size, nullptr) != 0);
  ::CloseHandle(file);
}

/// A list that names also everybody.
class Everybody {
 public:
  Everybody() {
    REQUIRE(::ConvertStringSecurityDescriptorToSecurityDescriptorW(
                L"D:P(A;;FA;;;WD)", SDDL_REVISION_1, &descriptor_, nullptr) != 0);
  }
  ~Everybody() { ::LocalFree(descriptor_); }
  Everybody(const Everybody&) = delete;
  Everybody& operator=(const Everybody&) = delete;
  SECURITY_ATTRIBUTES* get() {
    attributes_ = {sizeof attributes_, descriptor_, FALSE};
    return &attributes_;
  }

 private:
  PSECURITY_DESCRIPTOR descriptor_ = nullptr;
  SECURITY_ATTRIBUTES attributes_{};
};

/// What the support command says of the file. Nothing listens on the port: a key that is taken fails there.
std::string said_of(const std::string& path, int& status) {
  Terminal terminal(HELLOJOHN_SUPPORT,
                    {"user", "usr_01HABCDEF123456", "--key-file", path, "--base-url",
                     "https://127.0.0.1:9", "--tenant", "tnt_01HABCDEF654321"});
  status = terminal.end();
  return terminal.everything();
}

}  // namespace

TEST_CASE("key file: one that is only the user's is taken") {
  const TemporaryFolder folder("key");
  samples::OnlyTheUser only;
  put_file(folder.file("key"), "sk_live_abc123\r\n", only.get());
  int status = 0;
  const std::string said = said_of(folder.file("key"), status);
  INFO(said);
  CHECK(status != 2);
  CHECK(said.find("key file") == std::string::npos);
  CHECK(said.find("sk_live") == std::string::npos);
}

TEST_CASE("key file: one that everybody can read, an empty one and a folder are refused") {
  const TemporaryFolder folder("key");
  Everybody everybody;
  samples::OnlyTheUser only;
  put_file(folder.file("open"), "sk_live_abc123", everybody.get());
  put_file(folder.file("empty"), " \r\n", only.get());
  int status = 0;
  CHECK(said_of(folder.file("open"), status).find("can be read by others") != std::string::npos);
  CHECK(status == 2);
  CHECK(said_of(folder.file("empty"), status).find("holds no key") != std::string::npos);
  CHECK(status == 2);
  CHECK(said_of(folder.file(""), status).find("is no file") != std::string::npos);
  CHECK(status == 2);
  CHECK(said_of(folder.file("none"), status).find("cannot be opened") != std::string::npos);
  CHECK(status == 2);
}

TEST_CASE("record file: only the user may read a new one") {
  const TemporaryFolder folder("record");
  samples::RecordFile record;
  REQUIRE(record.open(folder.file("record.jsonl")));
  const HANDLE file =
      ::CreateFileW(samples::wide(folder.file("record.jsonl")).c_str(), READ_CONTROL,
                    FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr, OPEN_EXISTING, 0, nullptr);
  REQUIRE(file != INVALID_HANDLE_VALUE);
  CHECK(samples::what_is_wrong_with_access(file) == nullptr);
  ::CloseHandle(file);
}
