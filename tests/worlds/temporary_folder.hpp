// A folder for the files of one test, deleted with everything in it. Knows no test framework.
#pragma once

#include <filesystem>
#include <random>
#include <stdexcept>
#include <string>
#include <system_error>

namespace hellojohn::tests {

class TemporaryFolder {
 public:
  /// `use` is a part of its name.
  explicit TemporaryFolder(const std::string& use)
      : path_(std::filesystem::temp_directory_path() /
              ("hellojohn-" + use + "-" + std::to_string(std::random_device()()))) {
    if (!std::filesystem::create_directory(path_)) throw std::runtime_error("no temporary folder");
    std::filesystem::permissions(path_, std::filesystem::perms::owner_all);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  /// In UTF-8.
  [[nodiscard]] std::string path() const {
    const auto text = path_.generic_u8string();
    return {text.begin(), text.end()};
  }
  /// The path of a file in it, in UTF-8.
  [[nodiscard]] std::string file(const std::string& name) const {
    const auto text = (path_ / name).generic_u8string();
    return {text.begin(), text.end()};
  }

 private:
  std::filesystem::path path_;
};

}  // namespace hellojohn::tests
