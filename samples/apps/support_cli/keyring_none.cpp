// Stands in for a keyring if this was built without libsecret.
#include "secret_key.hpp"

namespace support {

hellojohn::Secret read_keyring(const std::string&, std::string& problem) {
  problem = "this program was built without a keyring (libsecret)";
  return {};
}

}  // namespace support
