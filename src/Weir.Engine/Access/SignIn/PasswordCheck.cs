using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Weir.Engine.Problems;

namespace Weir.Engine.Access.SignIn;

/// <summary>What a password turned out to be.</summary>
public enum PasswordVerdict
{
    Wrong,
    Right,
    /// <summary>Right, but hashed more cheaply than is done today: hash it anew.</summary>
    RightButOld,
}

/// <summary>Hashes passwords, compares them, and says which may not be chosen. Knows no member and stores nothing.</summary>
/// <remarks>PBKDF2 with HMAC-SHA512 and a salt of 128 bits; the number of rounds follows OWASP ASVS 5.0 Appendix C (at least 210,000).</remarks>
public sealed class PasswordCheck
{
    public const int Rounds = 210_000;
    public const int MinLength = 8;
    public const int MaxLength = 128;

    private const int MaxWaiting = 64;
    private static readonly object Nobody = new();

    private readonly PasswordHasher<object> hasher;
    private readonly string decoy;
    private readonly SemaphoreSlim cores = new(Environment.ProcessorCount);
    private int waiting;

    public PasswordCheck() : this(Rounds) { }

    /// <summary>With other than the usual cost; tests make cheap hashes and old ones.</summary>
    internal PasswordCheck(int rounds)
    {
        hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = rounds }));
        decoy = Decoy(rounds);
    }

    /// <exception cref="ProblemException">Unavailable when too many passwords are being hashed already.</exception>
    public Task<string> Hash(string password) => OnCore(() => hasher.HashPassword(Nobody, password));

    /// <summary>Compares; without a hash (no such member, no password yet) it works as long as with one.</summary>
    /// <exception cref="ProblemException">Unavailable when too many passwords are being hashed already.</exception>
    public Task<PasswordVerdict> Verify(string? hash, string password) => OnCore(() =>
    {
        var possible = hash is not null && password.Length <= MaxLength * 2;
        var result = hasher.VerifyHashedPassword(Nobody, possible ? hash! : decoy, possible ? password : "");
        if (!possible) return PasswordVerdict.Wrong;
        return result switch
        {
            PasswordVerificationResult.Success => PasswordVerdict.Right,
            PasswordVerificationResult.SuccessRehashNeeded => PasswordVerdict.RightButOld,
            _ => PasswordVerdict.Wrong,
        };
    });

    /// <summary>What is wrong with a password somebody wants; null when it may be used.</summary>
    /// <param name="own">Name, e-mail, mobile, company: what others guess first.</param>
    public static FieldError? Refusal(string password, params IReadOnlyList<string?> own)
    {
        var length = password.EnumerateRunes().Count();
        if (length < MinLength)
            return Error("password.short", $"密码至少要 {MinLength} 个字符。", $"A password needs at least {MinLength} characters.");
        if (length > MaxLength)
            return Error("password.long", $"密码最多 {MaxLength} 个字符。", $"A password has at most {MaxLength} characters.");
        if (CommonPasswords.Contains(password))
            return Error("password.common", "这个密码太常见，容易被猜到，请换一个。", "This password is too common and easily guessed. Choose another one.");
        if (own.Any(word => IsBuiltOn(password, word)))
            return Error("password.own", "密码不能用自己的姓名、邮箱或手机号。", "A password must not be your own name, e-mail address or number.");
        return null;
    }

    private static FieldError Error(string code, string zh, string en) => new("password", code, (zh, en));

    /// <summary>The password is the word, or the word with no more than three characters around it.</summary>
    private static bool IsBuiltOn(string password, string? word)
    {
        if (string.IsNullOrWhiteSpace(word)) return false;
        var number = word.StartsWith("+86", StringComparison.Ordinal) ? word[3..] : word.TrimStart('+');
        string[] parts = [word.Trim(), word.Split('@')[0], word.Replace(" ", "", StringComparison.Ordinal), number, .. word.Split(['@', '.', ' '])];
        return parts.Any(p => p.Length >= 3 && password.Length - p.Length <= 3 && password.Contains(p, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Hashing is work for a core: no more at once than there are, and no endless queue.</summary>
    private async Task<T> OnCore<T>(Func<T> work)
    {
        if (Interlocked.Increment(ref waiting) > MaxWaiting)
        {
            Interlocked.Decrement(ref waiting);
            throw Problem.Unavailable("sign_in.busy", ("现在登录的人太多，请几秒后再试。", "Too many people are signing in. Try again in a few seconds.")).Exception();
        }
        await cores.WaitAsync();
        try
        {
            return await Task.Run(work);
        }
        finally
        {
            cores.Release();
            Interlocked.Decrement(ref waiting);
        }
    }

    /// <summary>A hash in the hasher's own format (version 1, HMAC-SHA512, rounds, salt size, salt, key) that no password has.</summary>
    private static string Decoy(int rounds)
    {
        var bytes = new byte[13 + 16 + 32];
        bytes[0] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(1), 2);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(5), (uint)rounds);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(9), 16);
        RandomNumberGenerator.Fill(bytes.AsSpan(13));
        return Convert.ToBase64String(bytes);
    }
}
