// The stafett program. Everything it can do is a command of server/cli.
int main() { return 0; }
