# Its server over TLS, relative to this folder.
set(HELLOJOHN_MOCK_SERVER_SOURCES certificate.cpp gate.cpp server.cpp)
