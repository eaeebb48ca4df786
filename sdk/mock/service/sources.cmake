# The mock service, relative to this folder. Needs Boost.JSON and OpenSSL's libcrypto.
set(HELLOJOHN_MOCK_SERVICE_SOURCES
  access.cpp admin.cpp audit.cpp auth.cpp body.cpp console.cpp control.cpp crypto.cpp enroll.cpp faults.cpp http.cpp
  jwt.cpp limits.cpp mfa.cpp recovery.cpp routes.cpp seed.cpp self_hosted.cpp self_hosted_auth.cpp
  self_hosted_mfa.cpp service.cpp session.cpp snapshot.cpp state.cpp time.cpp verify.cpp)
