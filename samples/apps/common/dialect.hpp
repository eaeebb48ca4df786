// Which server a program speaks to, and how it names itself there.
#pragma once

#include <hellojohn/options.hpp>

#include <string_view>

namespace samples {

/// False if there is no dialect of that name.
inline bool read_dialect(std::string_view name, hellojohn::ClientOptions& out) {
  using hellojohn::ServerDialect;
  if (name != "v1" && name != "self_hosted") return false;
  out.dialect = name == "v1" ? ServerDialect::v1 : ServerDialect::self_hosted;
  return true;
}

/// The application as the mock server knows it: by a key, or by an id on the self-hosted server.
inline void name_application(hellojohn::ClientOptions& out) {
  if (out.dialect == hellojohn::ServerDialect::v1) out.publishable_key = "pk_live_abc123";
  if (out.dialect == hellojohn::ServerDialect::self_hosted) out.client_id = "game";
}

}  // namespace samples
