/*
 * door.c - a system call for the engine's JVM.
 *
 * The engine calls the kernel through the JDK's linker where there is nothing else; that linker
 * needs longer to make its first call than a JVM needs to start.  This library has the same one
 * shape, seven integers in and the kernel's answer out, and needs no C library.
 */
#include <stdint.h>

/* static native long call(long, long, long, long, long, long, long) of sampan.kernel.call.Door. */
int64_t Java_sampan_kernel_call_Door_call(void *jni, void *type, int64_t number, int64_t a,
                                          int64_t b, int64_t c, int64_t d, int64_t e, int64_t f);

#if defined(__x86_64__)

int64_t Java_sampan_kernel_call_Door_call(void *jni, void *type, int64_t number, int64_t a,
                                          int64_t b, int64_t c, int64_t d, int64_t e, int64_t f)
{
	register int64_t r10 __asm__("r10") = d;
	register int64_t r8 __asm__("r8") = e;
	register int64_t r9 __asm__("r9") = f;
	int64_t result;

	(void)jni;
	(void)type;
	__asm__ volatile("syscall"
	                 : "=a"(result)
	                 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
	                 : "rcx", "r11", "memory");
	return result;
}

#elif defined(__aarch64__)

int64_t Java_sampan_kernel_call_Door_call(void *jni, void *type, int64_t number, int64_t a,
                                          int64_t b, int64_t c, int64_t d, int64_t e, int64_t f)
{
	register int64_t x8 __asm__("x8") = number;
	register int64_t x0 __asm__("x0") = a;
	register int64_t x1 __asm__("x1") = b;
	register int64_t x2 __asm__("x2") = c;
	register int64_t x3 __asm__("x3") = d;
	register int64_t x4 __asm__("x4") = e;
	register int64_t x5 __asm__("x5") = f;

	(void)jni;
	(void)type;
	__asm__ volatile("svc 0"
	                 : "+r"(x0)
	                 : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
	                 : "memory");
	return x0;
}

#endif
