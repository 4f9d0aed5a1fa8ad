namespace Weir.Engine.Forms;

/// <summary>What a value says about somebody, whatever its field is called. Says nothing about how it is written.</summary>
public enum Meaning
{
    Person,
    Company,
    Mobile,
    Phone,
    Email,
    JobTitle,
    Department,
    Address,
    Region,
    Website,
    Wechat,
    CreditCode,

    /// <summary>What else was said: a demand, a remark.</summary>
    Note,
}
