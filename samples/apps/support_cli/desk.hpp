// The commands of hellojohn-support on an admin::Client. Prints; decides nothing that the library decides.
#pragma once

#include "apps/common/record_file.hpp"
#include "arguments.hpp"

#include <hellojohn/admin/admin.hpp>

namespace support {

class Desk {
 public:
  Desk(hellojohn::admin::Client& client, const Arguments& arguments,
       const samples::RecordFile& record)
      : client_(client), arguments_(arguments), record_(record) {}

  /// An Exit.
  [[nodiscard]] int run();

 private:
  int user();
  int remove_factor();
  int codes();
  int impersonate();
  int recovery_mail();
  int audit();

  /// An Exit where the override must not begin, else exit_done.
  int prepare(const char* what, bool has_secrets);
  int failed(const hellojohn::Error& error) const;
  void show_receipt(const hellojohn::admin::Override& done);
  [[nodiscard]] hellojohn::admin::IdentityCheck identity() const;

  hellojohn::admin::Client& client_;
  const Arguments& arguments_;
  const samples::RecordFile& record_;
};

}  // namespace support
