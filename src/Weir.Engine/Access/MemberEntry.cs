namespace Weir.Engine.Access;

/// <summary>What an administrator enters about a member; checked before it becomes a <see cref="Member"/>.</summary>
/// <param name="Email">May be empty when there is a mobile number.</param>
public sealed record MemberEntry(string Name, string Email, string? Mobile = null)
{
    /// <summary>The first is the main one.</summary>
    public IReadOnlyList<long> Departments { get; init; } = [];

    public long? ManagerId { get; init; }

    /// <summary>zh-CN or en; null means the language of the organisation.</summary>
    public string? Language { get; init; }

    public bool Administrator { get; init; }

    /// <summary>What is known of a member now, so that a part of it can be changed with <c>with</c>.</summary>
    public static MemberEntry Of(Member member) => new(member.Name, member.Email, member.Mobile)
    {
        Departments = member.Departments, ManagerId = member.ManagerId, Language = member.Language, Administrator = member.Administrator,
    };
}

/// <summary>A role of an app, to be given to somebody.</summary>
public sealed record AppRole(string App, string Role);

/// <summary>One line of a list of new members.</summary>
/// <param name="Department">The path from the top: 销售部/华东组; empty for none.</param>
public sealed record MemberLine(string Name, string Email, string? Mobile, string Department, IReadOnlyList<AppRole> Roles);

/// <summary>What became of a line: the new member, or what is wrong with it.</summary>
/// <param name="Line">Counted from 1.</param>
public sealed record MemberLineResult(int Line, Member? Member, IReadOnlyList<Problems.FieldError> Errors);

/// <summary>What an administrator enters about a department.</summary>
public sealed record DepartmentEntry(string Name, long? ParentId = null, long? HeadId = null);

/// <summary>The settings of the organisation.</summary>
/// <param name="Zone">IANA name of a time zone, such as Asia/Shanghai.</param>
/// <param name="Currency">ISO 4217 code, such as CNY.</param>
/// <param name="Language">zh-CN or en.</param>
public sealed record OrganisationEntry(string Company, string Zone, string Currency, string Language);

/// <summary>One entry of the audit trail of people and sign-in.</summary>
/// <param name="MemberId">Who did it; 0 for the system.</param>
/// <param name="What">A stable code such as <c>member.changed</c>.</param>
/// <param name="Subject">The member, department, token … it was done to; 0 for the organisation.</param>
/// <param name="Detail">JSON: what changed, never a secret.</param>
public sealed record AuditEntry(long Id, DateTime At, long MemberId, string Road, string What, long Subject, string Detail);
