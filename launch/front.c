#include "front.h"
int front(enum part part, char **arguments, char **environment)
{
	(void)part, (void)arguments, (void)environment;
	return 125;
}
int front_daemon(char **arguments, char **environment)
{
	(void)arguments, (void)environment;
	return 125;
}
