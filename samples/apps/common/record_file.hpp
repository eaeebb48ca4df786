// The local record of overrides: JSON lines, appended to a file that its owner alone may read, or to standard error.
// Knows nothing of calls.
#pragma once

#include <hellojohn/admin/overrides.hpp>

#include <string>

namespace samples {

class RecordFile final : public hellojohn::admin::OverrideLog {
 public:
  RecordFile() = default;
  ~RecordFile() override;
  RecordFile(const RecordFile&) = delete;
  RecordFile& operator=(const RecordFile&) = delete;

  /// Empty path: standard error. False: the file cannot be written.
  [[nodiscard]] bool open(const std::string& path);
  void on_override(const hellojohn::admin::OverrideRecord& record) noexcept override;
  /// False once a line could not be kept.
  [[nodiscard]] bool well() const noexcept { return well_; }

 private:
  int fd_ = -1;
  bool owned_ = false;
  bool well_ = true;
};

}  // namespace samples
