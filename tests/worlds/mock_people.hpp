// The person of the mock service whom tests act as.
// Depends on nothing.
#pragma once

namespace hellojohn::tests {

inline const char* const alice = "alice@example.com";
inline const char* const alice_password = "correct horse battery";
inline const char* const alice_id = "usr_01HABCDEF123456";
inline const char* const alice_factor = "fac_01HABCDEF555444";

}  // namespace hellojohn::tests
